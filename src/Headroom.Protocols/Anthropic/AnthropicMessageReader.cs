using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Anthropic;

/// <summary>Reads the <c>messages</c> of a Messages request.</summary>
internal class AnthropicMessageReader(ReadOnlyMemory<byte> body) : MessageReader(body)
{
    /// <value>Of the current message: what tools gave.</value>
    private protected List<TurnBlock> Blocks { get; } = [];

    private protected override bool ReadMessage(ref BodyReader reader)
    {
        Blocks.Clear();
        int start = reader.Start();
        string? role = null;
        ByteRange? content = null, stringContent = null;
        PlainContent? plain = null;
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
            else if (isContent && reader.TokenType == JsonTokenType.String)
            {
                content = stringContent = reader.Token();
                plain = new PlainContent(content.Value, content.Value);
            }
            else if (isContent && reader.TokenType == JsonTokenType.StartArray)
            {
                int contentStart = reader.Start();
                ByteRange? onlyText = ReadParts(ref reader);
                content = new ByteRange(contentStart, reader.BytesConsumed - contentStart);
                plain = onlyText is { } token ? new PlainContent(content.Value, token) : null;
            }
            else
            {
                reader.Skip();
            }
        }

        var range = new ByteRange(start, reader.BytesConsumed - start);
        if (stringContent is { } text && !BodyReading.IsAgentReminder(text.Of(Body.Span)))
        {
            Texts.Add(text);
        }

        Messages.Add(new TurnMessage
        {
            Range = range,
            Role = role ?? "",
            Hash = MessageHash.Of(Body.Span, range, plain, LeftOut),
            Blocks = role == "user" ? [.. Blocks] : [],
            Content = content,
            Parts = [.. Parts],
        });
        if (role == "user" && Texts.Count > 0)
        {
            Question = [.. Texts];
        }

        return true;
    }

    /// <summary>Reads the content that the reader stands on, a list.</summary>
    /// <returns>The text, where there is one text part and nothing else.</returns>
    private protected virtual ByteRange? ReadParts(ref BodyReader reader)
    {
        ByteRange? plain = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                Parts.Add(new MessagePart(MessagePartKind.Other, reader.SkipValue(), null, null));
                continue;
            }

            plain = ReadPart(ref reader);
        }

        return Parts.Count == 1 ? plain : null;
    }

    /// <returns>The text, where the part is nothing more than it.</returns>
    private ByteRange? ReadPart(ref BodyReader reader)
    {
        int start = reader.Start();
        string? type = null, id = null, name = null, toolUseId = null;
        ByteRange? text = null;
        bool isError = false, isTwice = false, hasType = false, hasText = false, hasContent = false, isPlain = true;
        List<ByteRange> results = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int propertyStart = reader.Start();
            PartProperty property = PartProperties.Of(ref reader);
            reader.Read();
            isPlain &= property is PartProperty.Type or PartProperty.Text or PartProperty.CacheControl;
            switch (property)
            {
                case PartProperty.Type: isTwice |= hasType; hasType = true; type = reader.StringOrSkip(); break;
                case PartProperty.Id: id = reader.StringOrSkip(); break;
                case PartProperty.Name: name = reader.StringOrSkip(); break;
                case PartProperty.ToolUseId: toolUseId = reader.StringOrSkip(); break;
                case PartProperty.IsError: isError |= reader.TrueOrSkip(); break;
                case PartProperty.Text: isTwice |= hasText; hasText = true; text = reader.StringTokenOrSkip(); break;
                case PartProperty.Content: isTwice |= hasContent; hasContent = true; ReadResult(ref reader, results); break;
                case PartProperty.CacheControl: LeaveOut(propertyStart, reader.SkipValue()); break;
                default: reader.Skip(); break;
            }
        }

        var range = new ByteRange(start, reader.BytesConsumed - start);
        MessagePartKind kind = type switch { "text" => MessagePartKind.Text, "tool_use" => MessagePartKind.ToolCall, _ => MessagePartKind.Other };
        Parts.Add(new MessagePart(kind, range, id ?? toolUseId, text));
        if (kind == MessagePartKind.ToolCall && id is not null && name is not null)
        {
            ToolNames[id] = name;
        }
        else if (kind == MessagePartKind.Text && text is { } token && !BodyReading.IsAgentReminder(token.Of(Body.Span)))
        {
            Texts.Add(token);
        }
        else if (type == "tool_result" && !isError && !isTwice)
        {
            string? toolName = toolUseId is null ? null : ToolNames.GetValueOrDefault(toolUseId);
            Blocks.AddRange(results.Select(result => new TurnBlock(result, toolUseId, toolName)));
        }

        return kind == MessagePartKind.Text && isPlain && !isTwice ? text : null;
    }

    /// <summary>The content of a tool result: one string, or parts of which the text ones count.</summary>
    private void ReadResult(ref BodyReader reader, List<ByteRange> results)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            results.Add(reader.Token());
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject && ReadTextPart(ref reader) is { } text)
            {
                results.Add(text);
            }
        }
    }

    private ByteRange? ReadTextPart(ref BodyReader reader)
    {
        bool isText = false, isTwice = false, hasType = false, hasText = false;
        ByteRange? text = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int propertyStart = reader.Start();
            PartProperty property = PartProperties.Of(ref reader);
            reader.Read();
            switch (property)
            {
                case PartProperty.Type: isTwice |= hasType; hasType = true; isText = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("text"u8); reader.Skip(); break;
                case PartProperty.Text: isTwice |= hasText; hasText = true; text = reader.StringTokenOrSkip(); break;
                case PartProperty.CacheControl: LeaveOut(propertyStart, reader.SkipValue()); break;
                default: reader.Skip(); break;
            }
        }

        return isText && !isTwice ? text : null;
    }

    private void LeaveOut(int propertyStart, ByteRange value) =>
        LeftOut.Add(MessageHash.PropertyWithComma(Body.Span, new ByteRange(propertyStart, value.End - propertyStart)));
}
