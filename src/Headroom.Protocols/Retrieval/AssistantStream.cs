using System.Buffers;
using Headroom.Protocols.Streaming;

namespace Headroom.Protocols.Retrieval;

/// <summary>
/// Follows one streamed answer, over as many upstream calls as it takes. What the model says goes to the client as it comes,
/// byte for byte; only the events of our own tool calls are held back, and behind them the closing ones, until it is known
/// how the answer goes on. The assistant message is kept complete beside it, since a continuation needs it.
/// </summary>
public abstract class AssistantStream
{
    private readonly List<ReadOnlyMemory<byte>> _held = [];

    /// <value>Whether the closing event of the current round has come.</value>
    public bool IsEnded { get; private protected set; }

    /// <value>Whether upstream sent an error instead of an end.</value>
    public bool HasFailed { get; private protected set; }

    /// <value>Whether closing events wait for a decision.</value>
    public virtual bool HoldsClosing => _held.Count > 0;

    /// <value>How many continuations have begun.</value>
    public int ContinuationCount { get; private protected set; }

    /// <value>Usage of the current round.</value>
    public TokenUsage RoundUsage { get; private protected set; } = TokenUsage.Unknown;

    /// <value>Usage of all rounds before the current one.</value>
    public TokenUsage EarlierUsage { get; private protected set; } = TokenUsage.Unknown;

    /// <value>Whether the current round has called our tool so far.</value>
    public abstract bool HasOwnCalls { get; }

    /// <summary>What cuts the bytes of one upstream answer into events.</summary>
    public virtual EventSplitter NewSplitter() => new ServerSentEventSplitter();

    /// <summary>Takes one event from upstream and writes what the client gets of it.</summary>
    public abstract void Accept(ReadOnlyMemory<byte> rawEvent, IBufferWriter<byte> client);

    /// <summary>The answer of the current round, complete.</summary>
    public abstract AssistantRound CompleteRound();

    /// <summary>Begins the next round of the same answer; the closing events of this one are dropped.</summary>
    public abstract void BeginContinuation(IBufferWriter<byte> client);

    /// <summary>Writes the closing events that were held back, with the usage of the whole answer.</summary>
    /// <param name="client">Where to write.</param>
    /// <param name="ownCallsDropped">Whether calls of our own were dropped unanswered, so that they are no reason to stop.</param>
    public abstract void WriteClosing(IBufferWriter<byte> client, bool ownCallsDropped);

    /// <summary>Writes the protocol's error event for a continuation that failed.</summary>
    public abstract void WriteError(IBufferWriter<byte> client, string message);

    private protected IReadOnlyList<ReadOnlyMemory<byte>> Held => _held;

    private protected void Hold(ReadOnlyMemory<byte> rawEvent) => _held.Add(rawEvent.ToArray());

    private protected void DropHeld() => _held.Clear();

    private protected void EndRound()
    {
        EarlierUsage = EarlierUsage.Plus(RoundUsage);
        RoundUsage = TokenUsage.Unknown;
        ContinuationCount++;
        IsEnded = false;
        DropHeld();
    }
}
