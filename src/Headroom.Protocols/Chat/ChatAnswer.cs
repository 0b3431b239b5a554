using System.Text;
using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Chat;

/// <summary>A buffered answer of Chat Completions.</summary>
internal sealed class ChatAnswer : BufferedAnswer
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly JsonMembers _members;
    private readonly JsonMembers _choice;
    private readonly JsonMembers _message;

    private ChatAnswer(ReadOnlyMemory<byte> body, JsonMembers members, JsonMembers choice, JsonMembers message)
    {
        _body = body;
        _members = members;
        _choice = choice;
        _message = message;
        Usage = OpenAIUsage.Chat.Read(members.ObjectOf("usage"));
        Round = ReadRound();
    }

    public override AssistantRound Round { get; }

    public override TokenUsage Usage { get; }

    public static ChatAnswer? TryParse(ReadOnlyMemory<byte> body) =>
        JsonMembers.TryRead(body) is { } members && members.ElementsOf("choices") is [ByteRange first]
        && JsonMembers.TryRead(body, first) is { } choice && choice.ObjectOf("message") is { } message
            ? new ChatAnswer(body, members, choice, message) : null;

    public override ReadOnlyMemory<byte> ToClient(IReadOnlyList<BufferedAnswer> earlier, bool ownCallsDropped)
    {
        if (earlier.Count == 0 && Round.OwnCalls.Count == 0)
        {
            return _body;
        }

        var splice = new BodySplice(_body);
        PutEarlierText(splice, earlier);
        TakeOwnCallsOut(splice);
        if (earlier.Count > 0 && _members.ObjectOf("usage") is { } usage)
        {
            OpenAIUsage.Chat.Rewrite(splice, 0, usage, Usage, Total([.. earlier, this]));
        }

        if (ownCallsDropped && Round.ClientCallIds.Count == 0 && _choice.StringOf("finish_reason") == "tool_calls")
        {
            splice.Replace(_choice.ValueOf("finish_reason")!.Value, "\"stop\""u8.ToArray());
        }

        return splice.ToMemory();
    }

    private void PutEarlierText(BodySplice splice, IReadOnlyList<BufferedAnswer> earlier)
    {
        string before = string.Concat(earlier.SelectMany(answer => answer.Round.Visible).Select(part => part.Text));
        if (before.Length == 0)
        {
            return;
        }

        ReadOnlyMemory<byte> text = JsonText.ToStringToken(Encoding.UTF8.GetBytes(before + _message.StringOf("content")));
        if (_message.ValueOf("content") is { } content)
        {
            splice.Replace(content, text);
        }
        else
        {
            splice.Insert(_message.Range.Start + 1, (byte[])[.. "\"content\":"u8, .. text.Span, .. _message.IsEmpty ? ""u8 : ","u8]);
        }
    }

    private void TakeOwnCallsOut(BodySplice splice)
    {
        if (Round.OwnCalls.Count == 0 || _message.PropertyOf("tool_calls") is not { } property)
        {
            return;
        }

        List<ReadOnlyMemory<byte>> kept = [.. Calls().Where(call => !call.IsOwn).Select(call => call.Range.Of(_body))];
        if (kept.Count == 0)
        {
            splice.Replace(MessageHash.PropertyWithComma(_body.Span, property), default);
            return;
        }

        splice.Replace(_message.ValueOf("tool_calls")!.Value, JsonList.Array(kept));
    }

    private IEnumerable<(ByteRange Range, JsonMembers Members, bool IsOwn)> Calls()
    {
        foreach (ByteRange range in _message.ElementsOf("tool_calls"))
        {
            if (JsonMembers.TryRead(_body, range) is { } call)
            {
                yield return (range, call, call.ObjectOf("function")?.StringOf("name") == RetrieveTool.NameText);
            }
        }
    }

    private AssistantRound ReadRound()
    {
        List<(ByteRange Range, JsonMembers Members, bool IsOwn)> calls = [.. Calls()];
        List<OwnCall> own = [];
        List<string> clientCalls = [];
        for (int i = 0; i < calls.Count; i++)
        {
            string id = calls[i].Members.StringOf("id") ?? "";
            if (!calls[i].IsOwn)
            {
                clientCalls.Add(id);
                continue;
            }

            string arguments = calls[i].Members.ObjectOf("function")?.StringOf("arguments") ?? "";
            string? next = calls.Skip(i + 1).Where(call => !call.IsOwn).Select(call => call.Members.StringOf("id")).FirstOrDefault();
            own.Add(new OwnCall(id, calls[i].Range.Of(_body), Encoding.UTF8.GetBytes(arguments), next));
        }

        string? text = _message.StringOf("content");
        VisiblePart[] visible = string.IsNullOrEmpty(text) ? [] : [new VisiblePart(text)];
        return new AssistantRound(ToRequestMessage(), visible, own, clientCalls, own.TrueForAll(call => call.IsComplete()));
    }

    /// <summary>The message to send back: what only answers carry, or is null, is left out, the rest stays verbatim.</summary>
    private ReadOnlyMemory<byte> ToRequestMessage()
    {
        IEnumerable<ReadOnlyMemory<byte>> kept = _message.All
            .Where(member => member.Name != "annotations" && (member.Type != JsonTokenType.Null || member.Name == "content"))
            .Select(member => _message.PropertyOf(member.Name)!.Value.Of(_body));
        return (byte[])[(byte)'{', .. JsonList.Join(kept).Span, (byte)'}'];
    }
}
