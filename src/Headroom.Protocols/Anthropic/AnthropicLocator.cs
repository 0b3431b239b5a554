using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Anthropic;

/// <summary>Locates a Messages request (Anthropic API, version 2023-06-01).</summary>
internal sealed class AnthropicLocator(ReadOnlyMemory<byte> body) : RequestLocator(new AnthropicMessageReader(body))
{
    private ByteRange? _system;
    private string? _userId;
    private long? _thinkingBudget;

    /// <value>Whether the body says which version of the API it is written for, as clouds want it; elsewhere a header does.</value>
    public bool NamesVersion { get; private set; }

    private protected override void ReadOther(RequestProperty property, ref BodyReader reader)
    {
        switch (property)
        {
            case RequestProperty.MaxTokens when reader.TokenType == JsonTokenType.Number: MaxTokens = reader.Token(); break;
            case RequestProperty.System: _system = reader.SkipValue(); break;
            case RequestProperty.Metadata: _userId = ReadUserId(ref reader); break;
            case RequestProperty.Thinking: _thinkingBudget = JsonMembers.TryRead(body, reader.SkipValue())?.NumberOf("budget_tokens"); break;
            case RequestProperty.AnthropicVersion: NamesVersion = reader.StringOrSkip() is not null; break;
            case RequestProperty.ToolChoice: ForcesOneTool = NamesOneTool(ref reader); break;
            default: reader.Skip(); break;
        }
    }

    /// <summary>A tool with no type, or of type <c>custom</c>, is run by the client; the others are the provider's.</summary>
    private protected override ListedTool ReadTool(ref BodyReader reader)
    {
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
                isRetrieve = reader.ValueTextEquals(RetrieveTool.Name);
            }

            reader.Skip();
        }

        return new ListedTool(isFunction && isNamed, isRetrieve);
    }

    private protected override TurnMap ToMap(ByteRange messageList) => new()
    {
        Protocol = WireProtocol.AnthropicMessages,
        Model = Model,
        IsStream = IsStream,
        Messages = Messages.Messages,
        MessageList = messageList,
        Tools = Tools with { ForcesOneTool = ForcesOneTool },
        MaxTokens = MaxTokens,
        LeastMaxTokens = (_thinkingBudget ?? 0) + 1,
        System = _system,
        UserId = _userId,
        Question = Messages.Question,
    };

    private static string? ReadUserId(ref BodyReader reader)
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

    private static bool NamesOneTool(ref BodyReader reader)
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
