using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Bedrock;

/// <summary>Reads the <c>messages</c> of a Converse request.</summary>
internal sealed class ConverseMessageReader(ReadOnlyMemory<byte> body) : MessageReader(body)
{
    private readonly List<TurnBlock> _blocks = [];

    private protected override bool ReadMessage(ref Utf8JsonReader reader)
    {
        _blocks.Clear();
        int start = reader.Start();
        string? role = null;
        ByteRange? content = null;
        bool hasContent = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isRole = reader.ValueTextEquals("role"u8), isContent = reader.ValueTextEquals("content"u8);
            if ((isRole && role is not null) || (isContent && hasContent))
            {
                return false;
            }

            hasContent |= isContent;
            reader.Read();
            if (isRole)
            {
                role = reader.StringOrSkip() ?? "";
            }
            else if (isContent && reader.TokenType == JsonTokenType.StartArray)
            {
                int contentStart = reader.Start();
                ReadParts(ref reader);
                content = new ByteRange(contentStart, (int)reader.BytesConsumed - contentStart);
            }
            else
            {
                reader.Skip();
            }
        }

        var range = new ByteRange(start, (int)reader.BytesConsumed - start);
        Messages.Add(new TurnMessage
        {
            Range = range,
            Role = role ?? "",
            Hash = MessageHash.Of(Body.Span, range, null, LeftOut),
            Blocks = role == "user" ? [.. _blocks] : [],
            Content = content,
            Parts = [.. Parts],
        });
        if (role == "user" && Texts.Count > 0)
        {
            Question = [.. Texts];
        }

        return true;
    }

    private void ReadParts(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                Parts.Add(new MessagePart(MessagePartKind.Other, reader.SkipValue(), null, null));
                continue;
            }

            ConversePart part = ConversePart.Read(ref reader);
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
            _blocks.AddRange(part.Results.Select(result => new TurnBlock(result, part.Id, toolName)));
        }
    }
}
