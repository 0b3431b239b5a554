using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Chat;

/// <summary>Reads the <c>messages</c> of a Chat Completions request.</summary>
internal sealed class ChatMessageReader(ReadOnlyMemory<byte> body)
{
    private readonly Dictionary<string, string> _toolNames = [];
    private readonly List<ByteRange> _leftOut = [];
    private readonly List<MessagePart> _parts = [];
    private readonly List<ByteRange> _texts = [];

    /// <value>What was read.</value>
    public List<TurnMessage> Messages { get; } = [];

    /// <value>The text tokens of the last message in which the user speaks.</value>
    public IReadOnlyList<ByteRange> Question { get; private set; } = [];

    /// <summary>Reads the array that the reader stands on; <c>false</c> where an element is no message.</summary>
    public bool ReadAll(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject || !ReadMessage(ref reader))
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadMessage(ref Utf8JsonReader reader)
    {
        _leftOut.Clear();
        _parts.Clear();
        _texts.Clear();
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
                _parts.Insert(0, new MessagePart(MessagePartKind.Text, content.Value, null, content));
                _texts.Add(content.Value);
            }
            else if (isContent && reader.TokenType == JsonTokenType.StartArray)
            {
                int contentStart = reader.Start();
                ByteRange? onlyText = ReadParts(ref reader);
                content = new ByteRange(contentStart, (int)reader.BytesConsumed - contentStart);
                plain = onlyText is { } token ? new PlainContent(content.Value, token) : null;
            }
            else if (isToolCalls && reader.TokenType == JsonTokenType.StartArray)
            {
                int listStart = reader.Start();
                ReadToolCalls(ref reader);
                toolCalls = new ByteRange(listStart, (int)reader.BytesConsumed - listStart);
            }
            else
            {
                reader.Skip();
            }
        }

        Add(new ByteRange(start, (int)reader.BytesConsumed - start), role ?? "", toolCallId, name, content, plain, toolCalls);
        return true;
    }

    private void Add(ByteRange range, string role, string? toolCallId, string? name, ByteRange? content, PlainContent? plain, ByteRange? toolCalls)
    {
        bool isToolResult = role is "tool" or "function";
        string? toolName = toolCallId is null ? name : _toolNames.GetValueOrDefault(toolCallId, name ?? "");
        Messages.Add(new TurnMessage
        {
            Range = range,
            Role = role,
            Hash = MessageHash.Of(body.Span, range, plain, _leftOut),
            Blocks = isToolResult ? [.. _texts.Select(text => new TurnBlock(text, toolCallId, toolName is "" ? null : toolName))] : [],
            Content = content,
            Parts = [.. _parts],
            ToolCalls = toolCalls,
        });
        if (role == "user")
        {
            IReadOnlyList<ByteRange> spoken = [.. _texts.Where(text => !BodyReading.IsAgentReminder(text.Of(body.Span)))];
            Question = spoken.Count > 0 ? spoken : Question;
        }
    }

    /// <returns>The text, where there is one text part and nothing else.</returns>
    private ByteRange? ReadParts(ref Utf8JsonReader reader)
    {
        ByteRange? plain = null;
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                _parts.Add(new MessagePart(MessagePartKind.Other, reader.SkipValue(), null, null));
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
                    _leftOut.Add(MessageHash.PropertyWithComma(body.Span, new ByteRange(propertyStart, value.End - propertyStart)));
                }
            }

            var range = new ByteRange(start, (int)reader.BytesConsumed - start);
            bool isTextPart = isText && !isTwice && text is not null;
            _parts.Add(new MessagePart(isTextPart ? MessagePartKind.Text : MessagePartKind.Other, range, null, isTextPart ? text : null));
            if (isTextPart)
            {
                _texts.Add(text!.Value);
            }

            plain = isTextPart && isPlain ? text : null;
        }

        return count == 1 ? plain : null;
    }

    private void ReadToolCalls(ref Utf8JsonReader reader)
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
                    name = ReadName(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            _parts.Add(new MessagePart(MessagePartKind.ToolCall, new ByteRange(start, (int)reader.BytesConsumed - start), id, null));
            if (id is not null && name is not null)
            {
                _toolNames[id] = name;
            }
        }
    }

    /// <summary>The <c>name</c> of the object that the reader stands on.</summary>
    internal static string? ReadName(ref Utf8JsonReader reader)
    {
        string? name = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isName = reader.ValueTextEquals("name"u8);
            reader.Read();
            if (isName)
            {
                name = reader.StringOrSkip();
            }
            else
            {
                reader.Skip();
            }
        }

        return name;
    }
}
