using System.Collections.Frozen;
using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Responses;

/// <summary>One item of a history or an answer: what means something here, in one pass over its bytes.</summary>
internal sealed class ResponsesItem
{
    private static readonly FrozenSet<string> Outputs = FrozenSet.ToFrozenSet(
    [
        "function_call_output", "custom_tool_call_output", "local_shell_call_output", "shell_call_output", "apply_patch_call_output",
        "mcp_call_output", "mcp_tool_call_output",
    ]);

    /// <summary>What the model makes beside messages and calls. What a server-side tool gave (<c>mcp_call</c>) is part of its call: upstream saw it first.</summary>
    private static readonly FrozenSet<string> Made = FrozenSet.ToFrozenSet(
        ["reasoning", "compaction", "item_reference", "mcp_list_tools", "mcp_approval_request", "program"]);

    private readonly List<ByteRange> _outputTexts = [];
    private readonly List<ByteRange> _shellTexts = [];

    /// <value>The item's object.</value>
    public ByteRange Range { get; private set; }

    public string? Type { get; private set; }

    public string? Role { get; private set; }

    public string? Id { get; private set; }

    public string? CallId { get; private set; }

    public string? Name { get; private set; }

    /// <value>The value of <c>content</c>.</value>
    public ByteRange? Content { get; private set; }

    /// <value>The parts of a message.</value>
    public List<MessagePart> Parts { get; } = [];

    /// <value>The string token of a call's arguments or input.</value>
    public ByteRange? Arguments { get; private set; }

    /// <value>The string token of <c>encrypted_content</c>.</value>
    public ByteRange? Encrypted { get; private set; }

    /// <value>The text tokens of a summary.</value>
    public List<ByteRange> Summary { get; } = [];

    /// <value>The tools of an <c>additional_tools</c> item.</value>
    public ToolList? Tools { get; private set; }

    /// <value>Whether the tool says that it failed.</value>
    public bool IsFailed { get; private set; }

    public bool IsMessage => Type is "message" || (Type is null && Role is not null);

    public bool IsCall => Type is not null && Type.EndsWith("_call", StringComparison.Ordinal);

    /// <value>Whether the model made it.</value>
    public bool IsMade => IsMessage ? Role == "assistant" : Type is not null && (IsCall || Made.Contains(Type));

    /// <value>Whether it holds what a tool of the client gave.</value>
    public bool IsOutput => Type is not null && Outputs.Contains(Type);

    /// <value>The string tokens of what a tool gave.</value>
    public IEnumerable<ByteRange> OutputTexts => Type == "shell_call_output" ? _outputTexts.Concat(_shellTexts).OrderBy(token => token.Start) : _outputTexts;

    /// <summary>Reads the object that the reader stands on.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="item">The item.</param>
    /// <returns><c>false</c> where a property that counts is given twice: parsers disagree on which one is meant.</returns>
    public static bool TryRead(ref BodyReader reader, out ResponsesItem item)
    {
        item = new ResponsesItem();
        int start = reader.Start();
        uint seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ItemProperty property = ItemProperties.Of(ref reader);
            uint bit = property == ItemProperty.Other ? 0 : 1u << (int)property;
            if ((seen & bit) != 0)
            {
                return false;
            }

            seen |= bit;
            reader.Read();
            item.ReadValue(property, ref reader);
        }

        item.Range = new ByteRange(start, reader.BytesConsumed - start);
        return true;
    }

    private void ReadValue(ItemProperty property, ref BodyReader reader)
    {
        switch (property)
        {
            case ItemProperty.Type: Type = reader.StringOrSkip(); break;
            case ItemProperty.Role: Role = reader.StringOrSkip() ?? ""; break;
            case ItemProperty.Id: Id = reader.StringOrSkip(); break;
            case ItemProperty.CallId: CallId = reader.StringOrSkip(); break;
            case ItemProperty.Name: Name = reader.StringOrSkip(); break;
            case ItemProperty.Arguments or ItemProperty.Input: Arguments = reader.StringTokenOrSkip() ?? Arguments; break;
            case ItemProperty.Encrypted: Encrypted = reader.StringTokenOrSkip(); break;
            case ItemProperty.Status:
                IsFailed = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("failed"u8);
                reader.Skip();
                break;
            case ItemProperty.Content: ReadContent(ref reader); break;
            case ItemProperty.Output: ReadTexts(ref reader, _outputTexts); break;
            case ItemProperty.Summary: ReadTexts(ref reader, Summary); break;
            case ItemProperty.Tools when reader.TokenType == JsonTokenType.StartArray: Tools = ToolList.Read(ref reader, ResponsesTools.Read); break;
            default: reader.Skip(); break;
        }
    }

    private void ReadContent(ref BodyReader reader)
    {
        int start = reader.Start();
        if (reader.TokenType == JsonTokenType.String)
        {
            ByteRange token = reader.Token();
            Parts.Add(new MessagePart(MessagePartKind.Text, token, null, token));
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                ResponsesPart part = ResponsesPart.Read(ref reader);
                Parts.Add(new MessagePart(part.Text is null ? MessagePartKind.Other : MessagePartKind.Text, part.Range, null, part.Text));
            }
        }
        else
        {
            reader.Skip();
        }

        Content = new ByteRange(start, reader.BytesConsumed - start);
    }

    /// <summary>One string, or parts of which the text ones count.</summary>
    private void ReadTexts(ref BodyReader reader, List<ByteRange> texts)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            texts.Add(reader.Token());
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            ResponsesPart part = ResponsesPart.Read(ref reader);
            if (part.Text is { } text)
            {
                texts.Add(text);
            }

            _shellTexts.AddRange(part.Shell);
        }
    }
}
