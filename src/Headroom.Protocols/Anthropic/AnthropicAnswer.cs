using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Anthropic;

/// <summary>A buffered answer of the Messages API.</summary>
internal sealed class AnthropicAnswer : BufferedAnswer
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly JsonMembers _members;
    private readonly ByteRange _content;
    private readonly List<(ByteRange Range, bool IsOwn)> _parts = [];

    private AnthropicAnswer(ReadOnlyMemory<byte> body, JsonMembers members, ByteRange content)
    {
        _body = body;
        _members = members;
        _content = content;
        Usage = AnthropicUsage.Read(members.ObjectOf("usage"));
        Round = ReadRound();
    }

    public override AssistantRound Round { get; }

    public override TokenUsage Usage { get; }

    public static AnthropicAnswer? TryParse(ReadOnlyMemory<byte> body) =>
        JsonMembers.TryRead(body) is { } members && members.StringOf("type") == "message" && members.ValueOf("content") is { } content
        && body.Span[content.Start] == (byte)'[' ? new AnthropicAnswer(body, members, content) : null;

    public override ReadOnlyMemory<byte> ToClient(IReadOnlyList<BufferedAnswer> earlier, bool ownCallsDropped)
    {
        if (earlier.Count == 0 && Round.OwnCalls.Count == 0)
        {
            return _body;
        }

        var splice = new BodySplice(_body);
        IEnumerable<ReadOnlyMemory<byte>> shown = earlier.Cast<AnthropicAnswer>().SelectMany(answer => answer.ShownParts()).Concat(ShownParts());
        splice.Replace(_content, JsonList.Array(shown));

        if (earlier.Count > 0 && _members.ObjectOf("usage")?.ValueOf("output_tokens") is { } output
            && Total([.. earlier, this]).Output is { } total)
        {
            splice.Replace(output, JsonText.ToNumber(total));
        }

        if (ownCallsDropped && Round.ClientCallIds.Count == 0 && _members.StringOf("stop_reason") == "tool_use")
        {
            splice.Replace(_members.ValueOf("stop_reason")!.Value, "\"end_turn\""u8.ToArray());
        }

        return splice.ToMemory();
    }

    private IEnumerable<ReadOnlyMemory<byte>> ShownParts() => _parts.Where(part => !part.IsOwn).Select(part => part.Range.Of(_body));

    private AssistantRound ReadRound()
    {
        List<VisiblePart> visible = [];
        List<OwnCall> own = [];
        List<string> clientCalls = [];
        List<ReadOnlyMemory<byte>> said = [];
        bool hasEmptyText = false;
        foreach (ByteRange range in _members.ElementsOf("content").Reverse())
        {
            JsonMembers? part = JsonMembers.TryRead(_body, range);
            bool isCall = part?.StringOf("type") == "tool_use";
            bool isOwn = isCall && part!.StringOf("name") == RetrieveTool.NameText;
            _parts.Insert(0, (range, isOwn));
            said.Insert(0, range.Of(_body));
            string id = part?.StringOf("id") ?? "";
            if (isOwn)
            {
                ReadOnlyMemory<byte> input = part!.ValueOf("input") is { } value ? value.Of(_body) : default;
                own.Insert(0, new OwnCall(id, range.Of(_body), input, clientCalls.FirstOrDefault()));
                continue;
            }

            if (isCall)
            {
                clientCalls.Insert(0, id);
            }

            string? text = part?.StringOf("type") == "text" ? part.StringOf("text") : null;
            visible.Insert(0, text is null ? VisiblePart.Other : new VisiblePart(text));
            if (text is "")
            {
                // The provider sends such blocks and refuses to be sent them.
                hasEmptyText = true;
                said.RemoveAt(0);
            }
        }

        ReadOnlyMemory<byte> content = hasEmptyText ? JsonList.Array(said) : _content.Of(_body);
        byte[] message = [.. "{\"role\":\"assistant\",\"content\":"u8, .. content.Span, (byte)'}'];
        return new AssistantRound(message, visible, own, clientCalls, IsComplete: true);
    }
}
