using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Bedrock;

/// <summary>Locates a Converse or ConverseStream request (Amazon Bedrock Runtime, 2023-09-30); the model stands in the path.</summary>
internal sealed class ConverseLocator(ReadOnlyMemory<byte> body) : RequestLocator(new ConverseMessageReader(body))
{
    private ByteRange? _system;
    private long? _thinkingBudget;

    private protected override void ReadOther(RequestProperty property, ref BodyReader reader)
    {
        switch (property)
        {
            case RequestProperty.System: _system = reader.SkipValue(); break;
            case RequestProperty.ToolConfig when reader.TokenType == JsonTokenType.StartObject: ReadToolConfig(ref reader); break;
            case RequestProperty.InferenceConfig when reader.TokenType == JsonTokenType.StartObject: ReadInference(ref reader); break;
            case RequestProperty.AdditionalFields:
                _thinkingBudget = JsonMembers.TryRead(body, reader.SkipValue())?.ObjectOf("thinking")?.NumberOf("budget_tokens");
                break;
            default: reader.Skip(); break;
        }
    }

    /// <summary>A tool with a specification is run by the client; the others are the provider's, or marks for its cache.</summary>
    private protected override ListedTool ReadTool(ref BodyReader reader)
    {
        bool isFunction = false, isRetrieve = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isSpecification = reader.ValueTextEquals("toolSpec"u8);
            reader.Read();
            if (isSpecification && reader.TokenType == JsonTokenType.StartObject)
            {
                string? name = reader.NameInside();
                isFunction |= name is not null;
                isRetrieve |= name == RetrieveTool.NameText;
            }
            else
            {
                reader.Skip();
            }
        }

        return new ListedTool(isFunction, isRetrieve);
    }

    private protected override TurnMap ToMap(ByteRange messageList) => new()
    {
        Protocol = WireProtocol.BedrockConverse,
        Messages = Messages.Messages,
        MessageList = messageList,
        Tools = Tools with { ForcesOneTool = ForcesOneTool },
        MaxTokens = MaxTokens,
        LeastMaxTokens = (_thinkingBudget ?? 0) + 1,
        System = _system,
        Question = Messages.Question,
    };

    private void ReadToolConfig(ref BodyReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isTools = reader.ValueTextEquals("tools"u8), isChoice = reader.ValueTextEquals("toolChoice"u8);
            reader.Read();
            if (isTools && reader.TokenType == JsonTokenType.StartArray)
            {
                // Given twice: parsers disagree on which one counts.
                IsRefused |= Tools.Range is not null;
                Tools = ToolList.Read(ref reader, ReadTool);
            }
            else if (isChoice)
            {
                ForcesOneTool = JsonMembers.TryRead(body, reader.SkipValue())?.ObjectOf("tool") is not null;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadInference(ref BodyReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isLimit = reader.ValueTextEquals("maxTokens"u8);
            reader.Read();
            MaxTokens = isLimit && reader.TokenType == JsonTokenType.Number ? reader.Token() : MaxTokens;
            reader.Skip();
        }
    }
}
