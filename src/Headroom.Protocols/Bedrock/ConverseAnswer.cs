using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Bedrock;

/// <summary>A buffered answer of Converse.</summary>
internal sealed class ConverseAnswer : BufferedAnswer
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly JsonMembers _members;
    private readonly JsonMembers _message;
    private readonly List<ConverseContent> _parts;

    private ConverseAnswer(ReadOnlyMemory<byte> body, JsonMembers members, JsonMembers message)
    {
        (_body, _members, _message) = (body, members, message);
        _parts = [.. message.ElementsOf("content").Select(range => ConverseContent.Read(range.Of(body)))];
        Usage = ConverseUsage.Read(members.ObjectOf("usage"));
        Round = ConverseContent.ToRound(_parts, isKnown: true);
    }

    public override AssistantRound Round { get; }

    public override TokenUsage Usage { get; }

    public static ConverseAnswer? TryParse(ReadOnlyMemory<byte> body) =>
        JsonMembers.TryRead(body) is { } members && members.ObjectOf("output")?.ObjectOf("message") is { } message
        && message.ValueOf("content") is { } content && body.Span[content.Start] == (byte)'[' ? new ConverseAnswer(body, members, message) : null;

    public override ReadOnlyMemory<byte> ToClient(IReadOnlyList<BufferedAnswer> earlier, bool ownCallsDropped)
    {
        if (earlier.Count == 0 && Round.OwnCalls.Count == 0)
        {
            return _body;
        }

        var splice = new BodySplice(_body);
        IEnumerable<ConverseContent> parts = earlier.Cast<ConverseAnswer>().SelectMany(answer => answer._parts).Concat(_parts);
        splice.Replace(_message.ValueOf("content")!.Value, JsonList.Array(parts.Where(part => part.OwnCall is null).Select(part => part.Json)));
        if (earlier.Count > 0 && _members.ObjectOf("usage") is { } usage && Total(earlier).Output is { } output)
        {
            ConverseUsage.Rewrite(splice, usage, output);
        }

        if (ownCallsDropped && Round.ClientCallIds.Count == 0 && _members.StringOf("stopReason") == "tool_use")
        {
            splice.Replace(_members.ValueOf("stopReason")!.Value, "\"end_turn\""u8.ToArray());
        }

        return splice.ToMemory();
    }
}
