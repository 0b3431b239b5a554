using System.Buffers;
using System.Text.Json;
using System.Text;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Streaming;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Chat;

/// <summary>The streamed answer of Chat Completions.</summary>
internal sealed class ChatStream : AssistantStream
{
    private readonly Dictionary<long, long> _clientIndexes = [];
    private ChatAssembly _message = new();
    private ReadOnlyMemory<byte> _answerId;
    private long _nextClientIndex;
    private bool _roleIsSaid;

    public override bool HasOwnCalls => _message.HasOwnCalls;

    private bool IsRewritten => ContinuationCount > 0 || HasOwnCalls;

    public override void Accept(ReadOnlyMemory<byte> rawEvent, IBufferWriter<byte> client)
    {
        if (!ServerSentEvent.TryGetData(rawEvent, out ReadOnlyMemory<byte> data, out int offset))
        {
            client.Write(rawEvent.Span);
        }
        else if (data.Span.SequenceEqual("[DONE]"u8))
        {
            IsEnded = true;
            HoldOrRelay(rawEvent, client);
        }
        else if (offset < 0 || JsonMembers.TryRead(data) is not { } chunk)
        {
            client.Write(rawEvent.Span);
        }
        else
        {
            AcceptChunk(rawEvent, data, offset, chunk, client);
        }
    }

    public override AssistantRound CompleteRound() => _message.ToRound();

    public override void BeginContinuation(IBufferWriter<byte> client)
    {
        // A closing chunk may carry the last words too; they are not to be dropped with it.
        foreach (ReadOnlyMemory<byte> rawEvent in Held)
        {
            if (ServerSentEvent.TryGetData(rawEvent, out ReadOnlyMemory<byte> data, out int offset)
                && JsonMembers.TryRead(data) is { } chunk && Choice(data, chunk) is { } choice
                && choice.ObjectOf("delta") is { } delta && SaysMore(delta))
            {
                var splice = new BodySplice(rawEvent);
                foreach (ByteRange value in new[] { choice.ValueOf("finish_reason"), chunk.ValueOf("usage") }.OfType<ByteRange>())
                {
                    splice.Replace(new ByteRange(offset + value.Start, value.Length), "null"u8.ToArray());
                }

                client.Write(splice.ToMemory().Span);
            }
        }

        _message = new ChatAssembly();
        _clientIndexes.Clear();
        EndRound();
    }

    public override void WriteClosing(IBufferWriter<byte> client, bool ownCallsDropped)
    {
        foreach (ReadOnlyMemory<byte> rawEvent in Held)
        {
            client.Write(Rewritten(rawEvent, ownCallsDropped).Span);
        }

        DropHeld();
    }

    public override void WriteError(IBufferWriter<byte> client, string message)
    {
        client.Write("data: {\"error\":{\"message\":"u8);
        JsonText.WriteString(client, Encoding.UTF8.GetBytes(message));
        client.Write(",\"type\":\"proxy_error\",\"code\":null}}\n\n"u8);
    }

    private static JsonMembers? Choice(ReadOnlyMemory<byte> data, JsonMembers chunk) =>
        chunk.ElementsOf("choices") is [ByteRange first, ..] ? JsonMembers.TryRead(data, first) : null;

    private void AcceptChunk(ReadOnlyMemory<byte> rawEvent, ReadOnlyMemory<byte> data, int offset, JsonMembers chunk, IBufferWriter<byte> client)
    {
        if (chunk.ObjectOf("error") is not null)
        {
            HasFailed = true;
            client.Write(rawEvent.Span);
            return;
        }

        if (_answerId.IsEmpty && chunk.StringToken("id") is { } id)
        {
            _answerId = id.Of(data).ToArray();
        }

        if (chunk.ObjectOf("usage") is { } usage)
        {
            RoundUsage = RoundUsage.UpdatedBy(OpenAIUsage.Chat.Read(usage));
        }

        JsonMembers? choice = Choice(data, chunk);
        JsonMembers? delta = choice?.ObjectOf("delta");
        if (delta is not null)
        {
            _message.Add(data, delta);
            NumberClientCalls(data, delta);
        }

        bool hasRole = delta?.PropertyOf("role") is not null, dropsRole = hasRole && _roleIsSaid && ContinuationCount > 0;
        _roleIsSaid |= hasRole;
        if (!IsRewritten)
        {
            client.Write(rawEvent.Span);
            return;
        }

        var splice = new BodySplice(rawEvent);
        bool isEmptied = delta is not null && RewriteDelta(splice, data, offset, delta, dropsRole) && (!hasRole || dropsRole);
        RewriteId(splice, offset, chunk);
        bool isClosing = choice?.StringOf("finish_reason") is not null || chunk.ElementsOf("choices").Count == 0;
        if (isClosing)
        {
            Hold(splice.ToMemory());
        }
        else if (!isEmptied)
        {
            client.Write(splice.ToMemory().Span);
        }
    }

    /// <summary>Whether a delta says anything beside the role and calls.</summary>
    private static bool SaysMore(JsonMembers delta) => delta.All.Any(
        member => member.Name is not ("role" or "tool_calls") && member.Type != JsonTokenType.Null && member.Value.Length > 2);

    /// <summary>Takes our calls out of a delta and renumbers the client's.</summary>
    /// <returns>Whether nothing is left that the client should see.</returns>
    private bool RewriteDelta(BodySplice splice, ReadOnlyMemory<byte> data, int offset, JsonMembers delta, bool dropsRole)
    {
        bool hasCalls = delta.PropertyOf("tool_calls") is not null;
        List<ReadOnlyMemory<byte>> kept = hasCalls ? ClientCalls(data, delta) : [];
        if (hasCalls)
        {
            ByteRange list = delta.ValueOf("tool_calls")!.Value;
            if (kept.Count > 0)
            {
                splice.Replace(new ByteRange(offset + list.Start, list.Length), JsonList.Array(kept));
            }
            else
            {
                splice.Replace(new ByteRange(offset + list.Start, list.Length), "null"u8.ToArray());
            }
        }

        if (dropsRole)
        {
            // The message has begun already; some clients would join the two roles.
            ByteRange role = MessageHash.PropertyWithComma(data.Span, delta.PropertyOf("role")!.Value);
            splice.Replace(new ByteRange(offset + role.Start, role.Length), default);
        }

        return !SaysMore(delta) && kept.Count == 0 && (hasCalls || dropsRole);
    }

    /// <summary>Counts the client's calls from the first, also while nothing is rewritten yet.</summary>
    private void NumberClientCalls(ReadOnlyMemory<byte> data, JsonMembers delta)
    {
        foreach (ByteRange element in delta.ElementsOf("tool_calls"))
        {
            if (JsonMembers.TryRead(data, element) is not { } members)
            {
                continue;
            }

            long index = _message.IndexOf(members);
            if (_message.Calls.TryGetValue(index, out ChatAssembly.ToolCall? call) && !call.IsOwn && _clientIndexes.TryAdd(index, _nextClientIndex))
            {
                _nextClientIndex++;
            }
        }
    }

    private List<ReadOnlyMemory<byte>> ClientCalls(ReadOnlyMemory<byte> data, JsonMembers delta)
    {
        List<ReadOnlyMemory<byte>> kept = [];
        foreach (ByteRange element in delta.ElementsOf("tool_calls"))
        {
            JsonMembers? call = JsonMembers.TryRead(data, element);
            if (call is null)
            {
                continue;
            }

            long index = _message.IndexOf(call);
            if (!_message.Calls.TryGetValue(index, out ChatAssembly.ToolCall? assembled) || assembled.IsOwn)
            {
                continue;
            }

            var splice = new BodySplice(element.Of(data));
            if (call.ValueOf("index") is { } number)
            {
                splice.Replace(new ByteRange(number.Start - element.Start, number.Length), JsonText.ToNumber(_clientIndexes[index]));
            }

            kept.Add(splice.ToMemory());
        }

        return kept;
    }

    private void RewriteId(BodySplice splice, int offset, JsonMembers chunk)
    {
        if (ContinuationCount > 0 && chunk.StringToken("id") is { } id)
        {
            splice.Replace(new ByteRange(offset + id.Start, id.Length), _answerId);
        }
    }

    private void HoldOrRelay(ReadOnlyMemory<byte> rawEvent, IBufferWriter<byte> client)
    {
        if (IsRewritten)
        {
            Hold(rawEvent);
        }
        else
        {
            client.Write(rawEvent.Span);
        }
    }

    private ReadOnlyMemory<byte> Rewritten(ReadOnlyMemory<byte> rawEvent, bool ownCallsDropped)
    {
        var splice = new BodySplice(rawEvent);
        if (!ServerSentEvent.TryGetData(rawEvent, out ReadOnlyMemory<byte> data, out int offset) || JsonMembers.TryRead(data) is not { } chunk)
        {
            return rawEvent;
        }

        if (ContinuationCount > 0 && chunk.ObjectOf("usage") is { } usage)
        {
            OpenAIUsage.Chat.Rewrite(splice, offset, usage, RoundUsage, EarlierUsage.Plus(RoundUsage));
        }

        bool hasClientCalls = _message.Calls.Values.Any(call => !call.IsOwn);
        if (ownCallsDropped && !hasClientCalls && Choice(data, chunk) is { } choice
            && choice.StringOf("finish_reason") == "tool_calls" && choice.ValueOf("finish_reason") is { } reason)
        {
            splice.Replace(new ByteRange(offset + reason.Start, reason.Length), "\"stop\""u8.ToArray());
        }

        return splice.ToMemory();
    }
}
