using System.Text.Json;
using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Turns;

/// <summary>One forward pass over a request body; what the protocols share of it.</summary>
internal abstract class RequestLocator(MessageReader messages)
{
    private protected string? Model { get; private set; }

    private protected bool IsStream { get; private set; }

    private protected ToolList Tools { get; private set; } = ToolList.None;

    private protected ByteRange? MaxTokens { get; set; }

    private protected bool ForcesOneTool { get; set; }

    private protected MessageReader Messages => messages;

    /// <summary>Reads the request; <c>null</c> where it is none.</summary>
    /// <exception cref="JsonException">Broken JSON.</exception>
    public TurnMap? Locate(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var seen = new PropertyGuard();
        ByteRange? messageList = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            RequestProperty property = RequestProperties.Of(ref reader);
            if (!seen.IsFirst(property))
            {
                return null;
            }

            reader.Read();
            switch (property)
            {
                case RequestProperty.Model: Model = reader.StringOrSkip(); break;
                case RequestProperty.Stream: IsStream = reader.TrueOrSkip(); break;
                case RequestProperty.Tools when reader.TokenType == JsonTokenType.StartArray: Tools = ReadTools(ref reader); break;
                case RequestProperty.Messages when reader.TokenType == JsonTokenType.StartArray:
                    int start = reader.Start();
                    if (!messages.ReadAll(ref reader))
                    {
                        return null;
                    }

                    messageList = new ByteRange(start, (int)reader.BytesConsumed - start);
                    break;
                default: ReadOther(property, ref reader); break;
            }
        }

        // Reads to the end: what follows the object must be white space, or this is no JSON text.
        while (reader.Read())
        {
        }

        return messageList is { } list ? ToMap(list) : null;
    }

    /// <summary>Reads the value of a property that one protocol knows, or passes over it.</summary>
    private protected abstract void ReadOther(RequestProperty property, ref Utf8JsonReader reader);

    /// <summary>Reads the element of <c>tools</c> that the reader stands on.</summary>
    private protected abstract ListedTool ReadTool(ref Utf8JsonReader reader);

    /// <summary>What was found.</summary>
    private protected abstract TurnMap ToMap(ByteRange messageList);

    private ToolList ReadTools(ref Utf8JsonReader reader)
    {
        int start = reader.Start();
        bool hasFunction = false, hasRetrieve = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            ListedTool tool = ReadTool(ref reader);
            hasFunction |= tool.IsFunction;
            hasRetrieve |= tool.IsRetrieve;
        }

        var range = new ByteRange(start, (int)reader.BytesConsumed - start);
        return new ToolList { Range = range, HasFunctionTool = hasFunction, HasRetrieveTool = hasRetrieve };
    }

    /// <summary>One element of <c>tools</c>.</summary>
    /// <param name="IsFunction">Whether the client runs it itself.</param>
    /// <param name="IsRetrieve">Whether it is named like ours.</param>
    private protected readonly record struct ListedTool(bool IsFunction, bool IsRetrieve);
}
