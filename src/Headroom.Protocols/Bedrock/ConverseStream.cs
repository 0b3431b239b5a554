using System.Buffers;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Streaming;

namespace Headroom.Protocols.Bedrock;

/// <summary>The streamed answer of Converse: messages of AWS's event stream encoding, whose headers say what each event is.</summary>
internal sealed class ConverseStream : AssistantStream
{
    private readonly SortedDictionary<long, ConverseBlock> _blocks = [];
    private readonly Dictionary<long, long> _clientIndexes = [];
    private long _nextClientIndex;
    private bool _hasOwnCalls;

    public override bool HasOwnCalls => _hasOwnCalls;

    public override EventSplitter NewSplitter() => new EventStreamSplitter();

    public override void Accept(ReadOnlyMemory<byte> rawEvent, IBufferWriter<byte> client)
    {
        EventStreamMessage? message = EventStreamMessage.TryRead(rawEvent);
        HasFailed |= message is not { Kind: "event" };
        if (HasFailed || message is null || JsonMembers.TryRead(message.Payload) is not { } members)
        {
            client.Write(rawEvent.Span);
            return;
        }

        switch (message.Type)
        {
            case "messageStart" when ContinuationCount > 0: break;
            case "contentBlockStart" or "contentBlockDelta" or "contentBlockStop" when members.NumberOf("contentBlockIndex") is { } index:
                Take(index, message, members);
                Relay(rawEvent, index, message, members, client);
                break;
            case "messageStop": Close(rawEvent, client); break;
            case "metadata":
                RoundUsage = ConverseUsage.Read(members.ObjectOf("usage"));
                IsEnded = true;
                Close(rawEvent, client);
                break;
            default: client.Write(rawEvent.Span); break;
        }
    }

    public override AssistantRound CompleteRound() => ConverseContent.ToRound(
        [.. _blocks.Values.Select(block => block.ToContent()).OfType<ConverseContent>()], _blocks.Values.All(block => block.IsKnown));

    public override void BeginContinuation(IBufferWriter<byte> client)
    {
        _blocks.Clear();
        _clientIndexes.Clear();
        _hasOwnCalls = false;
        EndRound();
    }

    public override void WriteClosing(IBufferWriter<byte> client, bool ownCallsDropped)
    {
        foreach (ReadOnlyMemory<byte> rawEvent in Held)
        {
            EventStreamMessage message = EventStreamMessage.TryRead(rawEvent)!;
            BodySplice payload = Closing(message, ownCallsDropped);
            Write(rawEvent, message, payload, client);
        }

        DropHeld();
    }

    public override void WriteError(IBufferWriter<byte> client, string message) => BedrockMessage.WriteError(client, message);

    private static void Write(ReadOnlyMemory<byte> rawEvent, EventStreamMessage message, BodySplice payload, IBufferWriter<byte> client)
    {
        if (payload.IsChanged)
        {
            EventStreamMessage.Write(client, message.Headers.Span, payload.ToMemory().Span);
        }
        else
        {
            client.Write(rawEvent.Span);
        }
    }

    /// <summary>Follows a block; texts begin with their first delta.</summary>
    private void Take(long index, EventStreamMessage message, JsonMembers members)
    {
        if (!_blocks.TryGetValue(index, out ConverseBlock? block))
        {
            _blocks[index] = block = new ConverseBlock(members.ObjectOf("start"), message.Payload);
            _hasOwnCalls |= block.IsOwnCall;
            if (!block.IsOwnCall)
            {
                _clientIndexes[index] = _nextClientIndex++;
            }
        }

        if (members.ObjectOf("delta") is { } delta)
        {
            block.Add(delta);
        }
    }

    /// <summary>Relays an event of a block: not at all for our own, with the client's index for the others.</summary>
    private void Relay(ReadOnlyMemory<byte> rawEvent, long index, EventStreamMessage message, JsonMembers members, IBufferWriter<byte> client)
    {
        if (_blocks[index].IsOwnCall)
        {
            return;
        }

        var payload = new BodySplice(message.Payload);
        if (_clientIndexes[index] != index)
        {
            payload.Replace(members.ValueOf("contentBlockIndex")!.Value, JsonText.ToNumber(_clientIndexes[index]));
        }

        Write(rawEvent, message, payload, client);
    }

    private void Close(ReadOnlyMemory<byte> rawEvent, IBufferWriter<byte> client)
    {
        if (ContinuationCount > 0 || _hasOwnCalls)
        {
            Hold(rawEvent);
        }
        else
        {
            client.Write(rawEvent.Span);
        }
    }

    /// <summary>A closing event as the whole answer has it: input and cache figures of the last round, output summed.</summary>
    private BodySplice Closing(EventStreamMessage message, bool ownCallsDropped)
    {
        var payload = new BodySplice(message.Payload);
        JsonMembers? members = JsonMembers.TryRead(message.Payload);
        bool hasClientCalls = _blocks.Values.Any(block => block.IsClientCall);
        if (ContinuationCount > 0 && members?.ObjectOf("usage") is { } usage)
        {
            ConverseUsage.Rewrite(payload, usage, EarlierUsage.Output ?? 0);
        }

        if (ownCallsDropped && !hasClientCalls && members?.StringToken("stopReason") is { } reason && members.StringOf("stopReason") == "tool_use")
        {
            payload.Replace(reason, "\"end_turn\""u8.ToArray());
        }

        return payload;
    }
}
