using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Chat;

/// <summary>Reads the <c>messages</c> of a Chat Completions request.</summary>
internal sealed class ChatMessageReader(ReadOnlyMemory<byte> body) : MessageReader(body)
{
    private protected override bool ReadMessage(ref BodyReader reader)
    {
        int start = reader.Start();
        string? role = null, toolCallId = null, name = null;
        ByteRange? content = null, toolCalls = null;
        PlainContent? plain = null;
        bool hasContent = false, hasToolCalls = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isRole = reader.ValueTextEquals("role"u8), isContent = reader.ValueTextEquals("content"u8);
            bool isToolCallId = reader.ValueTextEquals("tool_call_id"u8), isName = reader.ValueTextEquals("name"u8);
            bool isToolCalls = reader.ValueTextEquals("tool_calls"u8);
            if ((isRole && role is not null) || (isContent && hasContent) || (isToolCalls && hasToolCalls))
            {
                return false;
            }

            hasContent |= isContent;
            hasToolCalls |= isToolCalls;
            reader.Read();
            if (isRole)
            {
                role = reader.StringOrSkip() ?? "";
            }
            else if (isToolCallId)
            {
                toolCallId = reader.StringOrSkip();
            }
            else if (isName)
            {
                name = reader.StringOrSkip();
            }
            else if (isContent && reader.TokenType == JsonTokenType.String)
            {
                content = reader.Token();
                plain = new PlainContent(content.Value, content.Value);
                Parts.Insert(0, new MessagePart(MessagePartKind.Text, content.Value, null, content));
                Texts.Add(content.Value);
            }
            else if (isContent && reader.TokenType == JsonTokenType.StartArray)
            {
                int contentStart = reader.Start();
                ByteRange? onlyText = ReadParts(ref reader);
                content = new ByteRange(contentStart, reader.BytesConsumed - contentStart);
                plain = onlyText is { } token ? new PlainContent(content.Value, token) : null;
            }
            else if (isToolCalls && reader.TokenType == JsonTokenType.StartArray)
            {
                int listStart = reader.Start();
                ReadToolCalls(ref reader);
                toolCalls = new ByteRange(listStart, reader.BytesConsumed - listStart);
            }
            else
            {
                reader.Skip();
            }
        }

        Add(new ByteRange(start, reader.BytesConsumed - start), role ?? "", toolCallId, name, content, plain, toolCalls);
        return true;
    }

    private void Add(ByteRange range, string role, string? toolCallId, string? name, ByteRange? content, PlainContent? plain, ByteRange? toolCalls)
    {
        bool isToolResult = role is "tool" or "function";
        string? toolName = toolCallId is null ? name : ToolNames.GetValueOrDefault(toolCallId, name ?? "");
        Messages.Add(new TurnMessage
        {
            Range = range,
            Role = role,
            Hash = MessageHash.Of(Body.Span, range, plain, LeftOut),
            Blocks = isToolResult ? [.. Texts.Select(text => new TurnBlock(text, toolCallId, toolName is "" ? null : toolName))] : [],
            Content = content,
            Parts = [.. Parts],
            ToolCalls = toolCalls,
        });
        if (role == "user")
        {
            IReadOnlyList<ByteRange> spoken = [.. Texts.Where(text => !BodyReading.IsAgentReminder(text.Of(Body.Span)))];
            Question = spoken.Count > 0 ? spoken : Question;
        }
    }

    /// <returns>The text, where there is one text part and nothing else.</returns>
    private ByteRange? ReadParts(ref BodyReader reader)
    {
        ByteRange? plain = null;
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                Parts.Add(new MessagePart(MessagePartKind.Other, reader.SkipValue(), null, null));
                continue;
            }

            int start = reader.Start();
            bool isText = false, isTwice = false, hasType = false, hasText = false, isPlain = true;
            ByteRange? text = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                int propertyStart = reader.Start();
                bool isType = reader.ValueTextEquals("type"u8), isTextProperty = reader.ValueTextEquals("text"u8);
                bool isCacheControl = reader.ValueTextEquals("cache_control"u8);
                reader.Read();
                isPlain &= isType || isTextProperty || isCacheControl;
                isTwice |= (isType && hasType) || (isTextProperty && hasText);
                hasType |= isType;
                hasText |= isTextProperty;
                if (isTextProperty)
                {
                    text = reader.StringTokenOrSkip();
                    continue;
                }

                isText |= isType && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("text"u8);
                ByteRange value = reader.SkipValue();
                if (isCacheControl)
                {
                    LeftOut.Add(MessageHash.PropertyWithComma(Body.Span, new ByteRange(propertyStart, value.End - propertyStart)));
                }
            }

            var range = new ByteRange(start, reader.BytesConsumed - start);
            bool isTextPart = isText && !isTwice && text is not null;
            Parts.Add(new MessagePart(isTextPart ? MessagePartKind.Text : MessagePartKind.Other, range, null, isTextPart ? text : null));
            if (isTextPart)
            {
                Texts.Add(text!.Value);
            }

            plain = isTextPart && isPlain ? text : null;
        }

        return count == 1 ? plain : null;
    }

    private void ReadToolCalls(ref BodyReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            int start = reader.Start();
            string? id = null, name = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isId = reader.ValueTextEquals("id"u8);
                bool isDefinition = reader.ValueTextEquals("function"u8) || reader.ValueTextEquals("custom"u8);
                reader.Read();
                if (isId)
                {
                    id = reader.StringOrSkip();
                }
                else if (isDefinition && reader.TokenType == JsonTokenType.StartObject)
                {
                    name = reader.NameInside();
                }
                else
                {
                    reader.Skip();
                }
            }

            Parts.Add(new MessagePart(MessagePartKind.ToolCall, new ByteRange(start, reader.BytesConsumed - start), id, null));
            if (id is not null && name is not null)
            {
                ToolNames[id] = name;
            }
        }
    }
}
