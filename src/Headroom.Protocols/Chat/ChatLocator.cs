using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Chat;

/// <summary>Locates a Chat Completions request (OpenAI API).</summary>
internal sealed class ChatLocator(ReadOnlyMemory<byte> body)
{
    private readonly ChatMessageReader _messages = new(body);

    /// <summary>Reads the request; <c>null</c> where it is none.</summary>
    /// <exception cref="JsonException">Broken JSON.</exception>
    public TurnMap? Locate(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var seen = new PropertyGuard();
        string? model = null, promptCacheKey = null;
        bool isStream = false, forcesOneTool = false, asksForSeveral = false;
        ByteRange? messageList = null, maxTokens = null, maxCompletionTokens = null;
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
                case RequestProperty.MaxCompletionTokens when reader.TokenType == JsonTokenType.Number: maxCompletionTokens = reader.Token(); break;
                case RequestProperty.PromptCacheKey: promptCacheKey = reader.StringOrSkip(); break;
                case RequestProperty.AnswerCount when reader.TokenType == JsonTokenType.Number:
                    asksForSeveral = !(reader.TryGetInt32(out int count) && count == 1);
                    break;
                case RequestProperty.Tools: tools = ReadTools(ref reader); break;
                case RequestProperty.ToolChoice:
                    // "auto", "none" and "required" leave the choice; an object names tools.
                    forcesOneTool = reader.TokenType == JsonTokenType.StartObject;
                    reader.Skip();
                    break;
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
            Protocol = WireProtocol.ChatCompletions,
            Model = model,
            IsStream = isStream,
            Messages = _messages.Messages,
            MessageList = messageList.Value,
            Tools = tools with { ForcesOneTool = forcesOneTool, AsksForSeveralAnswers = asksForSeveral },
            MaxTokens = maxCompletionTokens ?? maxTokens,
            PromptCacheKey = promptCacheKey,
            Question = _messages.Question,
        };
    }

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

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isType = reader.ValueTextEquals("type"u8);
                bool isDefinition = reader.ValueTextEquals("function"u8) || reader.ValueTextEquals("custom"u8);
                reader.Read();
                if (isType && reader.TokenType == JsonTokenType.String)
                {
                    hasFunction |= reader.ValueTextEquals("function"u8) || reader.ValueTextEquals("custom"u8);
                }
                else if (isDefinition && reader.TokenType == JsonTokenType.StartObject)
                {
                    hasRetrieve |= ChatMessageReader.ReadName(ref reader) == RetrieveTool.NameText;
                    continue;
                }

                reader.Skip();
            }
        }

        var range = new ByteRange(start, (int)reader.BytesConsumed - start);
        return new ToolList { Range = range, HasFunctionTool = hasFunction, HasRetrieveTool = hasRetrieve };
    }
}
