using System.Buffers;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Streaming;

namespace Headroom.Protocols.Gemini;

/// <summary>The answer of streamGenerateContent: each event is an answer by itself that holds the next parts.</summary>
internal sealed class GeminiStream(EventFraming framing) : AssistantStream
{
    private readonly GeminiEvents _events = new(framing);
    private readonly GeminiRound _round = new();
    private GeminiUsage _usage = GeminiUsage.None;
    private GeminiUsage _earlier = GeminiUsage.None;
    private ReadOnlyMemory<byte> _responseId;

    public override bool HasOwnCalls => _round.HasOwnCalls;

    private bool IsRewritten => ContinuationCount > 0 || HasOwnCalls;

    public override EventSplitter NewSplitter() => _events.NewSplitter();

    public override void Accept(ReadOnlyMemory<byte> rawEvent, IBufferWriter<byte> client)
    {
        if (!_events.TryGetData(rawEvent, out ReadOnlyMemory<byte> data, out _) || GeminiChunk.TryRead(data) is not { } chunk)
        {
            _events.WriteOther(client, rawEvent, IsRewritten && !HasFailed);
            return;
        }

        if (chunk.IsError)
        {
            HasFailed = true;
            _events.Write(client, rawEvent);
            return;
        }

        Take(chunk);
        if (!IsRewritten)
        {
            _events.Write(client, rawEvent);
        }
        else if (IsEnded)
        {
            Hold(rawEvent);
        }
        else
        {
            _events.Write(client, Shown(rawEvent, keepsEnd: false));
        }
    }

    public override AssistantRound CompleteRound() => _round.Complete();

    public override void BeginContinuation(IBufferWriter<byte> client)
    {
        foreach (ReadOnlyMemory<byte> rawEvent in Held)
        {
            _events.Write(client, Shown(rawEvent, keepsEnd: false));
        }

        _earlier = _earlier.FollowedBy(_usage);
        _usage = GeminiUsage.None;
        _round.Clear();
        EndRound();
    }

    public override void WriteClosing(IBufferWriter<byte> client, bool ownCallsDropped)
    {
        if (!HoldsClosing)
        {
            return;
        }

        foreach (ReadOnlyMemory<byte> rawEvent in Held)
        {
            _events.Write(client, Shown(rawEvent, keepsEnd: true));
        }

        _events.WriteEnd(client);
        DropHeld();
    }

    public override void WriteError(IBufferWriter<byte> client, string message)
    {
        _events.Write(client, _events.Of(JsonText.Fill("""{"error":{"code":502,"message":§,"status":"UNAVAILABLE"}}""", message)));
        _events.WriteEnd(client);
    }

    private void Take(GeminiChunk chunk)
    {
        foreach (ByteRange part in chunk.Parts)
        {
            _round.Add(part.Of(chunk.Json));
        }

        _usage = _usage.UpdatedBy(chunk.Usage);
        RoundUsage = _usage.Tokens;
        _responseId = _responseId.IsEmpty ? chunk.ResponseId.ToArray() : _responseId;
        IsEnded |= chunk.IsClosing;
    }

    /// <summary>What the client gets of an event: no calls of ours, and the figures of the whole answer.</summary>
    /// <param name="rawEvent">The event.</param>
    /// <param name="keepsEnd">Whether the answer ends with it; if not, an event that says nothing is left out.</param>
    private ReadOnlyMemory<byte> Shown(ReadOnlyMemory<byte> rawEvent, bool keepsEnd)
    {
        _events.TryGetData(rawEvent, out ReadOnlyMemory<byte> data, out int offset);
        if (offset < 0)
        {
            // JSON in several data lines: a line break between its tokens is a blank to it.
            byte[] oneLine = data.ToArray();
            oneLine.AsSpan().Replace((byte)'\n', (byte)' ');
            rawEvent = _events.Of(oneLine);
            _events.TryGetData(rawEvent, out data, out offset);
        }

        GeminiChunk chunk = GeminiChunk.TryRead(data)!;
        List<ReadOnlyMemory<byte>> kept = [.. chunk.Parts.Where(part => !chunk.IsOwn(part)).Select(part => part.Of(data))];
        bool hasOwn = kept.Count < chunk.Parts.Count;
        if (!keepsEnd && (hasOwn || chunk.IsClosing) && kept.TrueForAll(part => JsonMembers.TryRead(part)?.StringOf("text") is ""))
        {
            return default;
        }

        var splice = new BodySplice(rawEvent);
        if (hasOwn)
        {
            chunk.PutParts(splice, offset, kept);
        }

        if (!keepsEnd)
        {
            chunk.TakeEndOut(splice, offset);
        }

        if (ContinuationCount > 0)
        {
            chunk.JoinTo(splice, offset, _responseId, _earlier);
        }

        return splice.ToMemory();
    }
}
