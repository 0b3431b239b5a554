using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Responses;

/// <summary>Locates a Responses request (OpenAI API), in a body or in a <c>response.create</c> message of a WebSocket.</summary>
internal sealed class ResponsesLocator(ReadOnlyMemory<byte> body) : RequestLocator(new ResponsesItemReader(body))
{
    /// <summary>The provider's own lower limit of <c>max_output_tokens</c>.</summary>
    private const long LeastMaxTokens = 16;

    private ByteRange? _instructions, _previousIdToken;
    private string? _promptCacheKey, _previousId;
    private bool _isStored = true, _isDetached, _asksForThoughts, _thinks;

    private protected override ReadOnlySpan<byte> HistoryName => "input"u8;

    private ResponsesItemReader Items => (ResponsesItemReader)Messages;

    private protected override void ReadOther(RequestProperty property, ref BodyReader reader)
    {
        switch (property)
        {
            case RequestProperty.MaxOutputTokens when reader.TokenType == JsonTokenType.Number: MaxTokens = reader.Token(); break;
            case RequestProperty.PromptCacheKey: _promptCacheKey = reader.StringOrSkip(); break;
            case RequestProperty.Instructions: _instructions = reader.SkipValue(); break;
            case RequestProperty.PreviousResponseId:
                _previousIdToken = reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? reader.Token() : null;
                _previousId = reader.StringOrSkip();
                break;
            case RequestProperty.Store:
                _isStored = reader.TokenType != JsonTokenType.False;
                reader.Skip();
                break;
            case RequestProperty.Include when reader.TokenType == JsonTokenType.StartArray: ReadInclude(ref reader); break;
            case RequestProperty.Background: _isDetached |= reader.TrueOrSkip(); break;
            case RequestProperty.Conversation:
                // What stands in a conversation cannot be told from here, nor what is put into it later.
                _isDetached |= reader.TokenType != JsonTokenType.Null;
                reader.Skip();
                break;
            case RequestProperty.Reasoning:
                _thinks = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
                break;
            case RequestProperty.ToolChoice: ReadToolChoice(ref reader); break;
            default: reader.Skip(); break;
        }
    }

    private protected override ListedTool ReadTool(ref BodyReader reader) => ResponsesTools.Read(ref reader);

    private protected override ByteRange? ReadPlainHistory(ref BodyReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return base.ReadPlainHistory(ref reader);
        }

        Items.AddPlain(reader.Token());
        return reader.Token();
    }

    private protected override TurnMap ToMap(ByteRange messageList) => new()
    {
        Protocol = WireProtocol.Responses,
        Model = Model,
        IsStream = IsStream,
        Messages = Items.Messages,
        MessageList = messageList,
        Tools = (Tools.HasFunctionTool ? Tools : Items.Tools ?? Tools) with
        {
            HasRetrieveTool = Tools.HasRetrieveTool || Items.ListsRetrieve,
            ForcesOneTool = ForcesOneTool,
            CannotContinue = _isDetached,
        },
        MaxTokens = MaxTokens,
        LeastMaxTokens = LeastMaxTokens,
        System = _instructions,
        PromptCacheKey = _promptCacheKey,
        Kept = new KeptAnswers(_previousId, _previousIdToken, _isStored, _asksForThoughts || !(_thinks || Thinks(Model))),
        Question = Items.Question,
    };

    private void ReadInclude(ref BodyReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _asksForThoughts |= reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("reasoning.encrypted_content"u8);
            reader.Skip();
        }
    }

    /// <summary>Whether a model of this name thinks before it answers, asked for or not: the o series, and GPT from 5 on.</summary>
    private static bool Thinks(string? model)
    {
        string name = model?[(model.LastIndexOf('/') + 1)..] ?? "";
        return (name.Length > 1 && name[0] == 'o' && char.IsAsciiDigit(name[1]))
            || (name.StartsWith("gpt-", StringComparison.Ordinal) && name.Length > 4 && name[4] is >= '5' and <= '9')
            || name.Contains("codex", StringComparison.Ordinal);
    }
}
