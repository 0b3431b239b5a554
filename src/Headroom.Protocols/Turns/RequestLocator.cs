using System.Text.Json;
using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Turns;

/// <summary>One forward pass over a request body; what the protocols share of it.</summary>
internal abstract class RequestLocator(MessageReader messages)
{
    private ByteRange? _messageList;

    private protected string? Model { get; private set; }

    private protected bool IsStream { get; private set; }

    private protected ToolList Tools { get; set; } = ToolList.None;

    private protected ByteRange? MaxTokens { get; set; }

    private protected bool ForcesOneTool { get; set; }

    /// <value>Whether something was read that makes it no request.</value>
    private protected bool IsRefused { get; set; }

    private protected MessageReader Messages => messages;

    /// <value>The name of the property that holds what was said so far.</value>
    private protected virtual ReadOnlySpan<byte> HistoryName => "messages"u8;

    /// <summary>Reads the request; <c>null</c> where it is none.</summary>
    /// <exception cref="JsonException">Broken JSON.</exception>
    public TurnMap? Locate(ref BodyReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !ReadRequest(ref reader))
        {
            return null;
        }

        // Reads to the end: what follows the object must be white space, or this is no JSON text.
        while (reader.Read())
        {
        }

        return _messageList is { } list ? ToMap(list) : null;
    }

    /// <summary>Reads the object that the reader stands on; <c>false</c> where it is no request.</summary>
    private protected bool ReadRequest(ref BodyReader reader)
    {
        var seen = new PropertyGuard();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            RequestProperty property = RequestProperties.Of(ref reader, HistoryName);
            if (!seen.IsFirst(property))
            {
                return false;
            }

            reader.Read();
            switch (property)
            {
                case RequestProperty.Model: Model = reader.StringOrSkip(); break;
                case RequestProperty.Stream: IsStream = reader.TrueOrSkip(); break;
                case RequestProperty.Tools when reader.TokenType == JsonTokenType.StartArray: Tools = ToolList.Read(ref reader, ReadTool); break;
                case RequestProperty.Messages when reader.TokenType == JsonTokenType.StartArray:
                    int start = reader.Start();
                    if (_messageList is not null || !messages.ReadAll(ref reader))
                    {
                        return false;
                    }

                    _messageList = new ByteRange(start, reader.BytesConsumed - start);
                    break;
                case RequestProperty.Messages: _messageList = ReadPlainHistory(ref reader); break;
                default: ReadOther(property, ref reader); break;
            }
        }

        return !IsRefused;
    }

    /// <summary>Reads the value of a property that one protocol knows, or passes over it.</summary>
    private protected abstract void ReadOther(RequestProperty property, ref BodyReader reader);

    /// <summary>Reads OpenAI's <c>tool_choice</c>: <c>auto</c>, <c>none</c> and <c>required</c> leave the choice, an object names tools.</summary>
    private protected void ReadToolChoice(ref BodyReader reader)
    {
        ForcesOneTool = reader.TokenType == JsonTokenType.StartObject;
        reader.Skip();
    }

    /// <summary>Reads the element of <c>tools</c> that the reader stands on.</summary>
    private protected abstract ListedTool ReadTool(ref BodyReader reader);

    /// <summary>What was found.</summary>
    private protected abstract TurnMap ToMap(ByteRange messageList);

    /// <summary>Reads a history that is no list; <c>null</c> where that is none.</summary>
    private protected virtual ByteRange? ReadPlainHistory(ref BodyReader reader)
    {
        reader.Skip();
        return null;
    }
}
