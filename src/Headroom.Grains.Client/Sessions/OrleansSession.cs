using Headroom.Context.Keys;
using Headroom.Context.Local;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Grains.Calls;
using Headroom.Grains.Wire;

namespace Headroom.Grains.Sessions;

/// <summary>A session of the cluster, for the length of one turn: the whole turn goes one way, by the grain or by the ledger alone.</summary>
internal sealed class OrleansSession(SessionKey key, ISessionGrain grain, GrainCalls calls, OwedCalls owed, Detours detours, LocalFabric ledgerAlone) : ISession
{
    private ISession? _detour;

    /// <inheritdoc/>
    public async ValueTask<TurnPlan> PlanAsync(TurnQuery query, CancellationToken cancellationToken)
    {
        if (!detours.IsOn(key) && await owed.TryDeliverAsync(key, cancellationToken).ConfigureAwait(false))
        {
            PlanQuery record = query.ToRecord();
            Answer<PlanReply> answer = await calls.TryAsync(key.Tenant, token => grain.PlanAsync(record, token), cancellationToken).ConfigureAwait(false);
            if (answer.IsThere)
            {
                return answer.Value.Outcome == PlanOutcome.Planned
                    ? answer.Value.ToDomain()
                    : throw new StoreUnavailableException($"The ledger did not answer the silo of session {key}.");
            }
        }

        _detour = TakeDetour();
        return await _detour.PlanAsync(query, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> CommitAsync(CommitReceipt receipt, CancellationToken cancellationToken)
    {
        if (_detour is not null)
        {
            CommitResult result = await _detour.CommitAsync(receipt, cancellationToken).ConfigureAwait(false);

            // The grain may have read the ledger before this was written there.
            Owe(result.IsConfirmed ? receipt : Raw(receipt));
            return result;
        }

        ReceiptRecord record = receipt.ToRecord();
        Answer<CommitReply> answer = await calls.TryAsync(key.Tenant, token => grain.CommitAsync(record, token), cancellationToken, throwsIfCanceled: false).ConfigureAwait(false);
        return answer.IsThere ? answer.Value.ToDomain() : TakeBack(receipt);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> InsertAsync(Insertion insertion, CancellationToken cancellationToken)
    {
        if (SizeOf(insertion) > MessageBounds.MaxInsertionBytes)
        {
            // No silo would take it, and a session that owed it would never be rid of it.
            return false;
        }

        InsertionRecord record = insertion.ToRecord();
        if (_detour is null)
        {
            Answer<bool> answer = await calls.TryAsync(key.Tenant, token => grain.InsertAsync(record, token), cancellationToken, throwsIfCanceled: false).ConfigureAwait(false);
            if (answer.IsThere)
            {
                return answer.Value;
            }

            _detour = TakeDetour();
        }

        // The grain may have another memory than the ledger: it has to be told when it answers again.
        owed.Add(key, (session, token) => session.InsertAsync(record, token));
        return await _detour.InsertAsync(insertion, cancellationToken).ConfigureAwait(false);
    }

    private static long SizeOf(Insertion insertion) =>
        insertion.Preceding.Length + insertion.Calls.Sum(call => (long)call.Block.Length + call.Result.Length) + insertion.Run.Sum(item => (long)item.Json.Length);

    private ISession TakeDetour()
    {
        detours.Begin(key);
        return ledgerAlone.Reopen(key);
    }

    /// <summary>
    /// Whether the ledger has the verdicts is not known, so the turn goes raw, and says so under the same receipt until both
    /// the ledger and the grain have heard it.
    /// </summary>
    private CommitResult TakeBack(CommitReceipt receipt)
    {
        FabricInstruments.LostCommits.Add(1);
        CommitReceipt raw = Raw(receipt);
        Owe(raw);
        _ = ledgerAlone.Session(key).CommitAsync(raw, CancellationToken.None).AsTask();
        return new CommitResult(false, [.. raw.Verdicts.Select(block => block.Verdict)]);
    }

    private void Owe(CommitReceipt receipt)
    {
        ReceiptRecord record = receipt.ToRecord();
        owed.Add(key, async (session, token) => (await session.CommitAsync(record, token).ConfigureAwait(false)).IsConfirmed);
    }

    private static CommitReceipt Raw(CommitReceipt receipt) =>
        receipt with { Verdicts = [.. receipt.Verdicts.Select(block => block with { Verdict = Verdict.Raw })] };
}
