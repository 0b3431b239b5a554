using System.Text.Json;
using Headroom.Protocols.Anthropic;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Bedrock;

/// <summary>Reads the <c>messages</c> of a Converse request: those of the Messages API with other parts in them.</summary>
internal sealed class ConverseMessageReader(ReadOnlyMemory<byte> body) : AnthropicMessageReader(body)
{
    private protected override ByteRange? ReadParts(ref BodyReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Add(ConversePart.Read(ref reader));
            }
            else
            {
                Parts.Add(new MessagePart(MessagePartKind.Other, reader.SkipValue(), null, null));
            }
        }

        return null;
    }

    private void Add(ConversePart part)
    {
        Parts.Add(new MessagePart(part.Kind, part.Range, part.Id, part.Kind == MessagePartKind.Text ? part.Text : null));
        if (part.IsCachePoint)
        {
            // Clients move it from turn to turn.
            LeftOut.Add(MessageHash.PropertyWithComma(Body.Span, part.Range));
        }
        else if (part.Kind == MessagePartKind.Text && part.Text is { } text && !BodyReading.IsAgentReminder(text.Of(Body.Span)))
        {
            Texts.Add(text);
        }
        else if (part is { Kind: MessagePartKind.ToolCall, Id: { } id, Name: { } name })
        {
            ToolNames[id] = name;
        }

        string? toolName = part.Id is null ? null : ToolNames.GetValueOrDefault(part.Id);
        Blocks.AddRange(part.Results.Select(result => result with { ToolCallId = part.Id, ToolName = toolName }));
    }
}
