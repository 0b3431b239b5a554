using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Gemini;

/// <summary>
/// Locates a generateContent request (Gemini API, v1beta), also where Cloud Code Assist wraps it in <c>request</c>. Property
/// names may come in camel case or in snake case, as in all JSON of protocol buffers.
/// </summary>
internal sealed class GeminiLocator(ReadOnlyMemory<byte> body) : RequestLocator(new GeminiContentReader(body))
{
    private ByteRange? _declarations;
    private ByteRange? _system;
    private string? _sessionId;
    private bool _asksForSeveral;
    private bool _isInside;

    private protected override ReadOnlySpan<byte> HistoryName => "contents"u8;

    private protected override void ReadOther(RequestProperty property, ref BodyReader reader)
    {
        switch (property)
        {
            case RequestProperty.SystemInstruction: _system = reader.SkipValue(); break;
            case RequestProperty.SessionId: _sessionId = reader.StringOrSkip(); break;
            case RequestProperty.ToolConfig: ForcesOneTool = ForbidsRetrieval(JsonMembers.TryRead(body, reader.SkipValue())); break;
            case RequestProperty.GenerationConfig when reader.TokenType == JsonTokenType.StartObject: ReadGeneration(ref reader); break;
            case RequestProperty.Wrapped when reader.TokenType == JsonTokenType.StartObject && !_isInside: ReadInside(ref reader); break;
            default: reader.Skip(); break;
        }
    }

    /// <summary>An entry of <c>tools</c> lists functions, or is a tool of the provider's; ours joins the last list of functions.</summary>
    private protected override ListedTool ReadTool(ref BodyReader reader)
    {
        bool isFunction = false, isRetrieve = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isList = reader.ValueTextEquals("functionDeclarations"u8) || reader.ValueTextEquals("function_declarations"u8);
            reader.Read();
            if (!isList || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            int start = reader.Start(), count = 0;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                count++;
                isRetrieve |= GeminiContentReader.ReadName(ref reader) == RetrieveTool.NameText;
            }

            if (count > 0)
            {
                isFunction = true;
                _declarations = new ByteRange(start, reader.BytesConsumed - start);
            }
        }

        return new ListedTool(isFunction, isRetrieve);
    }

    private protected override TurnMap ToMap(ByteRange messageList) => new()
    {
        Protocol = WireProtocol.Gemini,
        Model = Model,
        Messages = Messages.Messages,
        MessageList = messageList,
        Tools = Tools with { Range = _declarations, ForcesOneTool = ForcesOneTool, CannotContinue = _asksForSeveral },
        MaxTokens = MaxTokens,
        System = _system,
        SessionId = _sessionId,
        Question = Messages.Question,
    };

    /// <summary>Whether the model may call no tool, or only tools that are named.</summary>
    private static bool ForbidsRetrieval(JsonMembers? config) =>
        (config?.ObjectOf("functionCallingConfig") ?? config?.ObjectOf("function_calling_config")) is { } calling
        && (calling.StringOf("mode") == "NONE" || calling.ElementsOf("allowedFunctionNames").Count > 0 || calling.ElementsOf("allowed_function_names").Count > 0);

    private void ReadInside(ref BodyReader reader)
    {
        _isInside = true;
        IsRefused |= !ReadRequest(ref reader);
        _isInside = false;
    }

    private void ReadGeneration(ref BodyReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isLimit = reader.ValueTextEquals("maxOutputTokens"u8) || reader.ValueTextEquals("max_output_tokens"u8);
            bool isCount = reader.ValueTextEquals("candidateCount"u8) || reader.ValueTextEquals("candidate_count"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.Number)
            {
                MaxTokens = isLimit ? reader.Token() : MaxTokens;
                _asksForSeveral |= isCount && !(reader.TryGetInt32(out int count) && count == 1);
            }

            reader.Skip();
        }
    }
}
