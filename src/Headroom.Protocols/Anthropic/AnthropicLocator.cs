using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Anthropic;

/// <summary>Locates a Messages request (Anthropic API, version 2023-06-01).</summary>
internal sealed class AnthropicLocator(ReadOnlyMemory<byte> body)
{
    private readonly AnthropicMessageReader _messages = new(body);

    /// <summary>Reads the request; <c>null</c> where it is none.</summary>
    /// <exception cref="JsonException">Broken JSON.</exception>
    public TurnMap? Locate(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var seen = new PropertyGuard();
        string? model = null, userId = null;
        bool isStream = false, forcesOneTool = false;
        ByteRange? messageList = null, maxTokens = null, system = null;
        long? thinkingBudget = null;
        ToolList tools = ToolList.None;
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
                case RequestProperty.Model: model = reader.StringOrSkip(); break;
                case RequestProperty.Stream: isStream = reader.TrueOrSkip(); break;
                case RequestProperty.MaxTokens when reader.TokenType == JsonTokenType.Number: maxTokens = reader.Token(); break;
                case RequestProperty.System: system = reader.SkipValue(); break;
                case RequestProperty.Metadata: userId = ReadUserId(ref reader); break;
                case RequestProperty.Thinking: thinkingBudget = JsonMembers.TryRead(body, reader.SkipValue())?.NumberOf("budget_tokens"); break;
                case RequestProperty.Tools: tools = ReadTools(ref reader); break;
                case RequestProperty.ToolChoice: forcesOneTool = ForcesOneTool(ref reader); break;
                case RequestProperty.Messages when reader.TokenType == JsonTokenType.StartArray:
                    int start = reader.Start();
                    if (!_messages.ReadAll(ref reader))
                    {
                        return null;
                    }

                    messageList = new ByteRange(start, (int)reader.BytesConsumed - start);
                    break;
                default: reader.Skip(); break;
            }
        }

        // Reads to the end: what follows the object must be white space, or this is no JSON text.
        while (reader.Read())
        {
        }

        return messageList is null ? null : new TurnMap
        {
            Protocol = WireProtocol.AnthropicMessages,
            Model = model,
            IsStream = isStream,
            Messages = _messages.Messages,
            MessageList = messageList.Value,
            Tools = tools with { ForcesOneTool = forcesOneTool },
            MaxTokens = maxTokens,
            ThinkingBudget = thinkingBudget,
            System = system,
            UserId = userId,
            Question = _messages.Question,
        };
    }

    private static string? ReadUserId(ref Utf8JsonReader reader)
    {
        string? userId = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isUserId = reader.ValueTextEquals("user_id"u8);
            reader.Read();
            if (isUserId)
            {
                userId = reader.StringOrSkip();
            }
            else
            {
                reader.Skip();
            }
        }

        return userId;
    }

    /// <summary>A tool with no type, or of type <c>custom</c>, is run by the client; the others are the provider's.</summary>
    private static ToolList ReadTools(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return ToolList.None;
        }

        int start = reader.Start();
        bool hasFunction = false, hasRetrieve = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            bool isFunction = true, isRetrieve = false, isNamed = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isType = reader.ValueTextEquals("type"u8), isName = reader.ValueTextEquals("name"u8);
                reader.Read();
                if (isType)
                {
                    isFunction = reader.TokenType == JsonTokenType.Null
                        || (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("custom"u8));
                }
                else if (isName && reader.TokenType == JsonTokenType.String)
                {
                    isNamed = true;
                    isRetrieve = reader.ValueTextEquals(Retrieval.RetrieveTool.Name);
                }

                reader.Skip();
            }

            hasFunction |= isFunction && isNamed;
            hasRetrieve |= isRetrieve;
        }

        var range = new ByteRange(start, (int)reader.BytesConsumed - start);
        return new ToolList { Range = range, HasFunctionTool = hasFunction, HasRetrieveTool = hasRetrieve };
    }

    private static bool ForcesOneTool(ref Utf8JsonReader reader)
    {
        bool forces = false;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            forces |= isType && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("tool"u8);
            reader.Skip();
        }

        return forces;
    }
}
