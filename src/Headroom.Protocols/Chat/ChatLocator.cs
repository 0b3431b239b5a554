using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Chat;

/// <summary>Locates a Chat Completions request (OpenAI API).</summary>
internal sealed class ChatLocator(ReadOnlyMemory<byte> body) : RequestLocator(new ChatMessageReader(body))
{
    private ByteRange? _maxCompletionTokens;
    private string? _promptCacheKey;
    private bool _asksForSeveral;

    private protected override void ReadOther(RequestProperty property, ref BodyReader reader)
    {
        switch (property)
        {
            case RequestProperty.MaxTokens when reader.TokenType == JsonTokenType.Number: MaxTokens = reader.Token(); break;
            case RequestProperty.MaxCompletionTokens when reader.TokenType == JsonTokenType.Number: _maxCompletionTokens = reader.Token(); break;
            case RequestProperty.PromptCacheKey: _promptCacheKey = reader.StringOrSkip(); break;
            case RequestProperty.AnswerCount when reader.TokenType == JsonTokenType.Number:
                _asksForSeveral = !(reader.TryGetInt32(out int count) && count == 1);
                break;
            case RequestProperty.ToolChoice: ReadToolChoice(ref reader); break;
            default: reader.Skip(); break;
        }
    }

    private protected override ListedTool ReadTool(ref BodyReader reader)
    {
        bool isFunction = false, isRetrieve = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = reader.ValueTextEquals("type"u8);
            bool isDefinition = reader.ValueTextEquals("function"u8) || reader.ValueTextEquals("custom"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                isFunction |= reader.ValueTextEquals("function"u8) || reader.ValueTextEquals("custom"u8);
            }
            else if (isDefinition && reader.TokenType == JsonTokenType.StartObject)
            {
                isRetrieve |= reader.NameInside() == RetrieveTool.NameText;
                continue;
            }

            reader.Skip();
        }

        return new ListedTool(isFunction, isRetrieve);
    }

    private protected override TurnMap ToMap(ByteRange messageList) => new()
    {
        Protocol = WireProtocol.ChatCompletions,
        Model = Model,
        IsStream = IsStream,
        Messages = Messages.Messages,
        MessageList = messageList,
        Tools = Tools with { ForcesOneTool = ForcesOneTool, CannotContinue = _asksForSeveral },
        MaxTokens = _maxCompletionTokens ?? MaxTokens,
        PromptCacheKey = _promptCacheKey,
        Question = Messages.Question,
    };
}
