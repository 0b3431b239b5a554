using Headroom.Context.Retrieval;
using Headroom.Context.Turns;
using Headroom.Gateway.Access;
using Headroom.Gateway.Accounting;
using Headroom.Protocols.Formats;

namespace Headroom.Gateway.Sockets;

/// <summary>Makes the turns of connections, and accounts for them.</summary>
internal sealed class SocketTurns(TurnPipeline pipeline, ContentRetrieval retrieval, TurnAccounts accounts, TenantGate gate, TimeProvider time)
{
    /// <summary>Asks for a turn.</summary>
    /// <returns>Why it may not begin; <c>null</c> where it may.</returns>
    public ValueTask<string?> RefusalAsync(SocketCall call, CancellationToken cancellationToken) => gate.RefusalAsync(call.Tenant, cancellationToken);

    /// <summary>A turn that has been prepared.</summary>
    /// <param name="call">Its connection.</param>
    /// <param name="prepared">The turn.</param>
    /// <param name="start">When its message came.</param>
    public SocketTurn Begin(SocketCall call, PreparedTurn prepared, long start)
    {
        Task<TurnFigures> measuring = Task.Run(() => pipeline.Meter.Measure(prepared));
        accounts.CountSharing(call.Tenant, call.Subject with { Model = prepared.Map?.Model ?? "unknown" }, [prepared]);
        _ = pipeline.RenewAsync(call.Tenant, prepared, CancellationToken.None);
        return new SocketTurn(prepared, new RetrievalRounds(retrieval, call.Tenant, prepared), WireFormat.Of(call.Protocol).NewSocketStream()!)
        {
            Figures = measuring,
            Start = start,
            Overhead = time.GetElapsedTime(start),
        };
    }

    /// <summary>What the clock says.</summary>
    public long Now() => time.GetTimestamp();

    /// <summary>Counts a turn that has ended.</summary>
    public async Task AccountAsync(SocketCall call, SocketTurn turn)
    {
        TurnFigures figures = await turn.Figures.ConfigureAwait(false);
        turn.Prepared.Sight?.Answered(turn.Answer.RoundUsage);
        accounts.Count(call.Tenant, call.Subject, [turn.Prepared], new TurnRecord(
            call.Provider, turn.Prepared.Map?.Model ?? "unknown", turn.Answer.HasFailed ? 502 : 200, figures, turn.Answer.EarlierUsage.Plus(turn.Answer.RoundUsage),
            turn.Rounds.Count, turn.Rounds.RetrievedTokens, turn.Overhead, time.GetElapsedTime(turn.Start)));
    }
}
