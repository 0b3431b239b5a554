using System.Buffers;
using Headroom.Protocols.Anthropic;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Streaming;

namespace Headroom.Protocols.Bedrock;

/// <summary>
/// A streamed answer of the Messages API in AWS's event stream encoding: each <c>chunk</c> holds an event as base64. The events
/// are followed as server-sent ones; a message whose event crosses unchanged crosses as it came.
/// </summary>
internal sealed class InvokeStream : AssistantStream
{
    private const string Metrics = "amazon-bedrock-invocationMetrics";

    private readonly AnthropicStream _events = new();
    private readonly ArrayBufferWriter<byte> _written = new();

    public override bool HasOwnCalls => _events.HasOwnCalls;

    public override bool HoldsClosing => _events.HoldsClosing;

    public override EventSplitter NewSplitter() => new EventStreamSplitter();

    public override void Accept(ReadOnlyMemory<byte> rawEvent, IBufferWriter<byte> client)
    {
        EventStreamMessage? message = EventStreamMessage.TryRead(rawEvent);
        HasFailed |= message is not { Kind: "event" };
        if (HasFailed || message is null || DataOf(message.Payload) is not { } data)
        {
            client.Write(rawEvent.Span);
            return;
        }

        byte[] serverSent = [.. "data: "u8, .. data, .. "\n\n"u8];
        _events.Accept(serverSent, _written);
        if (_written.WrittenSpan.SequenceEqual(serverSent))
        {
            client.Write(rawEvent.Span);
            _written.ResetWrittenCount();
        }

        Write(client);
        Follow();
    }

    public override AssistantRound CompleteRound() => _events.CompleteRound();

    public override void BeginContinuation(IBufferWriter<byte> client)
    {
        _events.BeginContinuation(_written);
        Write(client);
        Follow();
    }

    public override void WriteClosing(IBufferWriter<byte> client, bool ownCallsDropped)
    {
        _events.WriteClosing(_written, ownCallsDropped);
        Write(client);
    }

    public override void WriteError(IBufferWriter<byte> client, string message) => BedrockMessage.WriteError(client, message);

    /// <summary>The event in a chunk, on one line; <c>null</c> where there is none.</summary>
    private static byte[]? DataOf(ReadOnlyMemory<byte> payload)
    {
        ReadOnlySpan<byte> encoded = JsonMembers.TryRead(payload) is { } members ? members.RawString("bytes") : [];
        byte[] data = new byte[encoded.Length];
        if (encoded.IsEmpty || System.Buffers.Text.Base64.DecodeFromUtf8(encoded, data, out _, out int length) != OperationStatus.Done)
        {
            return null;
        }

        // Between the tokens of JSON a line break is a blank.
        data.AsSpan().Replace((byte)'\n', (byte)' ');
        data.AsSpan().Replace((byte)'\r', (byte)' ');
        return data[..length];
    }

    /// <summary>Writes the events that do not cross as they came.</summary>
    private void Write(IBufferWriter<byte> client)
    {
        if (_written.WrittenCount == 0)
        {
            return;
        }

        var events = new ServerSentEventSplitter();
        events.Push(_written.WrittenSpan);
        _written.ResetWrittenCount();
        while (events.TryTake(out ReadOnlyMemory<byte> rawEvent))
        {
            if (ServerSentEvent.TryGetData(rawEvent, out ReadOnlyMemory<byte> data, out _))
            {
                BedrockMessage.WriteChunk(client, WithMetrics(data).Span);
            }
        }
    }

    /// <summary>The closing event carries Bedrock's own count of the output; over several rounds it is their sum.</summary>
    private ReadOnlyMemory<byte> WithMetrics(ReadOnlyMemory<byte> data)
    {
        if (ContinuationCount == 0 || JsonMembers.TryRead(data)?.ObjectOf(Metrics)?.ValueOf("outputTokenCount") is not { } count
            || EarlierUsage.Plus(RoundUsage).Output is not { } output)
        {
            return data;
        }

        var splice = new BodySplice(data);
        splice.Replace(count, JsonText.ToNumber(output));
        return splice.ToMemory();
    }

    private void Follow()
    {
        IsEnded = _events.IsEnded;
        HasFailed |= _events.HasFailed;
        ContinuationCount = _events.ContinuationCount;
        RoundUsage = _events.RoundUsage;
        EarlierUsage = _events.EarlierUsage;
    }
}
