using System.Buffers;
using Headroom.Context.Retrieval;
using Headroom.Context.Turns;
using Headroom.Protocols.Retrieval;

namespace Headroom.Gateway.Sockets;

/// <summary>One turn on a connection: its message has gone upstream, its events come back.</summary>
internal sealed class SocketTurn(PreparedTurn prepared, RetrievalRounds rounds, AssistantStream answer)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ArrayBufferWriter<byte> _shown = new();

    public PreparedTurn Prepared => prepared;

    public RetrievalRounds Rounds => rounds;

    public AssistantStream Answer => answer;

    public required Task<TurnFigures> Figures { get; init; }

    public required long Start { get; init; }

    public required TimeSpan Overhead { get; init; }

    /// <value>Ends with the turn.</value>
    public Task Ended => _ended.Task;

    /// <summary>Takes one event.</summary>
    /// <returns>What the client gets of it; empty for nothing. Valid until the next call.</returns>
    public ReadOnlyMemory<byte> Accept(ReadOnlyMemory<byte> json)
    {
        _shown.ResetWrittenCount();
        answer.Accept(json, _shown);

        // Where our tool is not offered, a call by its name is one of the client's own.
        return prepared.OffersRetrieval ? _shown.WrittenMemory : json;
    }

    /// <summary>The closing event that was held back; empty where none was.</summary>
    public ReadOnlyMemory<byte> Closing(bool ownCallsDropped)
    {
        _shown.ResetWrittenCount();
        answer.WriteClosing(_shown, ownCallsDropped);
        return prepared.OffersRetrieval ? _shown.WrittenMemory : default;
    }

    /// <summary>Begins the next round of the answer.</summary>
    public void BeginContinuation() => answer.BeginContinuation(_shown);

    /// <summary>The turn is over.</summary>
    public void End() => _ended.TrySetResult();
}
