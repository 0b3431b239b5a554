using System.Buffers;
using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;

namespace Headroom.Protocols.Chat;

/// <summary>One message of a streamed Chat Completions answer, put together again from its deltas.</summary>
internal sealed class ChatAssembly
{
    private readonly Dictionary<string, ArrayBufferWriter<byte>> _strings = [];
    private readonly Dictionary<string, List<byte[]>> _elements = [];
    private readonly SortedDictionary<long, ToolCall> _calls = [];

    /// <summary>The calls, by the index that upstream gave them.</summary>
    public IReadOnlyDictionary<long, ToolCall> Calls => _calls;

    /// <summary>
    /// The index of a call in a delta. Some servers give none: then a new id begins a new call, and what has no id goes on
    /// with the last one.
    /// </summary>
    public long IndexOf(JsonMembers call)
    {
        if (call.NumberOf("index") is { } index)
        {
            return index;
        }

        long last = _calls.Count > 0 ? _calls.Keys.Last() : 0;
        if (call.StringOf("id") is not { Length: > 0 } id)
        {
            return last;
        }

        foreach ((long known, ToolCall assembled) in _calls)
        {
            if (assembled.Id == id)
            {
                return known;
            }
        }

        return _calls.Count > 0 ? last + 1 : 0;
    }

    public bool HasOwnCalls => _calls.Values.Any(call => call.IsOwn);

    /// <summary>Takes in a delta.</summary>
    public void Add(ReadOnlyMemory<byte> data, JsonMembers delta)
    {
        foreach ((string name, ByteRange value, JsonTokenType type) in delta.All)
        {
            switch (name, type)
            {
                case ("role", _) or (_, JsonTokenType.Null): break;
                case ("tool_calls", JsonTokenType.StartArray): AddCalls(data, delta); break;
                case (_, JsonTokenType.String): Strings(name).Write(value.Of(data.Span)[1..^1]); break;
                case (_, JsonTokenType.StartArray):
                    _elements.TryAdd(name, []);
                    _elements[name].AddRange(delta.ElementsOf(name).Select(element => element.Of(data.Span).ToArray()));
                    break;
                default: break;
            }
        }
    }

    /// <summary>The whole answer.</summary>
    public AssistantRound ToRound()
    {
        List<ToolCall> calls = [.. _calls.Values];
        List<OwnCall> own = [.. calls.Where(call => call.IsOwn).Select(call => new OwnCall(
            call.Id, call.ToJson(), call.ArgumentText(), calls.SkipWhile(c => c != call).FirstOrDefault(c => !c.IsOwn)?.Id))];
        ReadOnlyMemory<byte> text = Text();
        VisiblePart[] visible = text.IsEmpty ? [] : [VisiblePart.Of(text.Span)];
        bool isComplete = own.TrueForAll(call => call.IsComplete());
        return new AssistantRound(ToMessage(calls), visible, own, [.. calls.Where(call => !call.IsOwn).Select(call => call.Id)], isComplete);
    }

    private ReadOnlyMemory<byte> Text() =>
        _strings.TryGetValue("content", out ArrayBufferWriter<byte>? content) ? JsonText.UnescapeInside(content.WrittenSpan) : default;

    private ReadOnlyMemory<byte> ToMessage(List<ToolCall> calls)
    {
        var message = new ArrayBufferWriter<byte>(1024);
        message.Write("{\"role\":\"assistant\",\"content\":"u8);
        if (_strings.TryGetValue("content", out ArrayBufferWriter<byte>? content) && content.WrittenCount > 0)
        {
            message.Write("\""u8);
            message.Write(content.WrittenSpan);
            message.Write("\""u8);
        }
        else
        {
            message.Write("null"u8);
        }

        // What else the model said (reasoning in its several spellings) goes back as it came.
        foreach ((string name, ArrayBufferWriter<byte> value) in _strings.Where(pair => pair.Key != "content" && pair.Value.WrittenCount > 0))
        {
            WriteName(message, name);
            message.Write("\""u8);
            message.Write(value.WrittenSpan);
            message.Write("\""u8);
        }

        foreach ((string name, List<byte[]> elements) in _elements)
        {
            WriteName(message, name);
            message.Write(JsonList.Array(elements.Select(e => (ReadOnlyMemory<byte>)e)).Span);
        }

        if (calls.Count > 0)
        {
            WriteName(message, "tool_calls");
            message.Write(JsonList.Array(calls.Select(call => call.ToJson())).Span);
        }

        message.Write("}"u8);
        return message.WrittenMemory;
    }

    private static void WriteName(ArrayBufferWriter<byte> output, string name)
    {
        output.Write(","u8);
        JsonText.WriteString(output, System.Text.Encoding.UTF8.GetBytes(name));
        output.Write(":"u8);
    }

    private ArrayBufferWriter<byte> Strings(string name)
    {
        if (!_strings.TryGetValue(name, out ArrayBufferWriter<byte>? writer))
        {
            _strings[name] = writer = new ArrayBufferWriter<byte>();
        }

        return writer;
    }

    private void AddCalls(ReadOnlyMemory<byte> data, JsonMembers delta)
    {
        foreach (ByteRange element in delta.ElementsOf("tool_calls"))
        {
            if (JsonMembers.TryRead(data, element) is not { } call)
            {
                continue;
            }

            long index = IndexOf(call);
            if (!_calls.TryGetValue(index, out ToolCall? assembled))
            {
                _calls[index] = assembled = new ToolCall();
            }

            assembled.Add(data, call);
        }
    }

    /// <summary>One tool call.</summary>
    internal sealed class ToolCall
    {
        private readonly ArrayBufferWriter<byte> _name = new();
        private readonly ArrayBufferWriter<byte> _arguments = new();
        private readonly Dictionary<string, byte[]> _others = [];

        public string Id { get; private set; } = "";

        public bool IsOwn => _name.WrittenSpan.SequenceEqual(RetrieveTool.Name);

        public void Add(ReadOnlyMemory<byte> data, JsonMembers call)
        {
            Id = call.StringOf("id") is { Length: > 0 } id ? id : Id;
            if (call.ObjectOf("function") is { } function)
            {
                _name.Write(function.RawString("name"));
                _arguments.Write(function.RawString("arguments"));
            }

            // What else a server says of a call, such as the signature of the thinking behind it, has to go back to it.
            foreach ((string name, ByteRange value, JsonTokenType type) in call.All)
            {
                if (name is not ("index" or "id" or "type" or "function") && type != JsonTokenType.Null)
                {
                    _others[name] = value.Of(data).ToArray();
                }
            }
        }

        public ReadOnlyMemory<byte> ArgumentText() => JsonText.UnescapeInside(_arguments.WrittenSpan);

        public ReadOnlyMemory<byte> ToJson()
        {
            var output = new ArrayBufferWriter<byte>(_arguments.WrittenCount + 128);
            output.Write("{\"id\":"u8);
            JsonText.WriteString(output, System.Text.Encoding.UTF8.GetBytes(Id));
            output.Write(",\"type\":\"function\",\"function\":{\"name\":\""u8);
            output.Write(_name.WrittenSpan);
            output.Write("\",\"arguments\":\""u8);
            output.Write(_arguments.WrittenSpan);
            output.Write("\"}"u8);
            foreach ((string name, byte[] value) in _others)
            {
                WriteName(output, name);
                output.Write(value);
            }

            output.Write("}"u8);
            return output.WrittenMemory;
        }
    }
}
