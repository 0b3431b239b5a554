using System.Buffers;
using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;

namespace Headroom.Protocols.Anthropic;

/// <summary>
/// One content block of a streamed answer, put together again. Strings are joined as they are escaped, so that nothing is
/// decoded and encoded anew and a character may be split between deltas; deltas of a type that is not known yet extend the member of the same name.
/// </summary>
internal sealed class AnthropicBlock
{
    private readonly ReadOnlyMemory<byte> _start;
    private readonly JsonMembers? _members;
    private readonly Dictionary<string, ArrayBufferWriter<byte>> _strings = [];
    private readonly Dictionary<string, List<byte[]>> _elements = [];
    private readonly ArrayBufferWriter<byte> _input = new();

    public AnthropicBlock(ReadOnlySpan<byte> contentBlock)
    {
        _start = contentBlock.ToArray();
        _members = JsonMembers.TryRead(_start);
        Type = _members?.StringOf("type");
        Id = _members?.StringOf("id");
        IsOwnCall = Type == "tool_use" && _members?.StringOf("name") == RetrieveTool.NameText;
    }

    public string? Type { get; }

    public string? Id { get; }

    public bool IsOwnCall { get; }

    public bool IsClientCall => Type == "tool_use" && !IsOwnCall;

    /// <summary>The arguments of a tool call.</summary>
    public ReadOnlyMemory<byte> Input => JsonText.UnescapeInside(_input.WrittenSpan) is { IsEmpty: false } streamed ? streamed
        : _members?.ValueOf("input") is { } input ? input.Of(_start) : "{}"u8.ToArray();

    public void Add(ReadOnlyMemory<byte> data, JsonMembers delta)
    {
        foreach ((string name, ByteRange value, JsonTokenType type) in delta.All)
        {
            ReadOnlySpan<byte> bytes = value.Of(data.Span);
            if (name == "type")
            {
                continue;
            }

            if (name == "partial_json" && type == JsonTokenType.String)
            {
                _input.Write(bytes[1..^1]);
            }
            else if (type == JsonTokenType.String)
            {
                Strings(name).Write(bytes[1..^1]);
            }
            else if (type != JsonTokenType.Null)
            {
                // A citation joins the block's citations; any other value of the kind likewise.
                string list = name == "citation" ? "citations" : name;
                _elements.TryAdd(list, []);
                _elements[list].Add(bytes.ToArray());
            }
        }
    }

    /// <summary>The visible text, where it is a text block.</summary>
    public ReadOnlyMemory<byte>? Text()
    {
        if (Type != "text")
        {
            return null;
        }

        var token = new ArrayBufferWriter<byte>();
        WriteString(token, "text");
        return JsonText.TryUnescape(token.WrittenMemory, out ReadOnlyMemory<byte> text) ? text : default(ReadOnlyMemory<byte>);
    }

    /// <summary>The block as it stands in a message.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        var output = new ArrayBufferWriter<byte>(_start.Length + _input.WrittenCount + 256);
        output.Write("{"u8);
        bool isFirst = true;
        HashSet<string> written = [];
        foreach ((string name, ByteRange value, JsonTokenType type) in _members?.All ?? [])
        {
            written.Add(name);
            WriteName(output, name, ref isFirst);
            if (name == "input")
            {
                output.Write(Input.Span);
            }
            else if (_strings.ContainsKey(name) && type is JsonTokenType.String or JsonTokenType.Null)
            {
                WriteString(output, name);
            }
            else if (_elements.TryGetValue(name, out List<byte[]>? elements))
            {
                WriteElements(output, elements, type == JsonTokenType.StartArray ? _members!.ElementsOf(name) : []);
            }
            else
            {
                output.Write(value.Of(_start.Span));
            }
        }

        foreach (string name in _strings.Keys.Where(name => !written.Contains(name)))
        {
            WriteName(output, name, ref isFirst);
            WriteString(output, name);
        }

        foreach ((string name, List<byte[]> elements) in _elements.Where(pair => !written.Contains(pair.Key)))
        {
            WriteName(output, name, ref isFirst);
            WriteElements(output, elements, []);
        }

        output.Write("}"u8);
        return output.WrittenMemory;
    }

    private static void WriteName(ArrayBufferWriter<byte> output, string name, ref bool isFirst)
    {
        output.Write(isFirst ? ""u8 : ","u8);
        isFirst = false;
        JsonText.WriteString(output, System.Text.Encoding.UTF8.GetBytes(name));
        output.Write(":"u8);
    }

    private void WriteString(ArrayBufferWriter<byte> output, string name)
    {
        output.Write("\""u8);
        output.Write(_members is null ? [] : _members.RawString(name));
        output.Write(_strings.TryGetValue(name, out ArrayBufferWriter<byte>? added) ? added.WrittenSpan : []);
        output.Write("\""u8);
    }

    private void WriteElements(ArrayBufferWriter<byte> output, List<byte[]> elements, IReadOnlyList<ByteRange> before) =>
        output.Write(JsonList.Array(before.Select(range => range.Of(_start)).Concat(elements.Select(e => (ReadOnlyMemory<byte>)e))).Span);

    private ArrayBufferWriter<byte> Strings(string name)
    {
        if (!_strings.TryGetValue(name, out ArrayBufferWriter<byte>? writer))
        {
            _strings[name] = writer = new ArrayBufferWriter<byte>();
        }

        return writer;
    }
}
