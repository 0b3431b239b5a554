using Headroom.Context.Keys;
using Headroom.Context.Local;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Context.Turns;
using Headroom.Grains.Calls;
using Headroom.Grains.Wire;

namespace Headroom.Grains.Sessions;

/// <summary>A session of the cluster, for the length of one turn: the whole turn goes one way, by the grain or by the ledger alone.</summary>
internal sealed class OrleansSession(
    SessionKey key, ISessionGrain grain, GrainCalls calls, OwedCalls owed, Detours detours, LocalFabric ledgerAlone, TimeProvider time) : ISession
{
    private static readonly TimeSpan PlanLimit = CallLimit.Of<ISessionGrain>(nameof(ISessionGrain.PlanAsync));
    private static readonly TimeSpan CommitLimit = CallLimit.Of<ISessionGrain>(nameof(ISessionGrain.CommitAsync));
    private static readonly TimeSpan InsertLimit = CallLimit.Of<ISessionGrain>(nameof(ISessionGrain.InsertAsync));

    /// <summary>What a plan may take by the grain, all attempts together and with what it is owed: a detour needs time too.</summary>
    private static readonly TimeSpan GrainLimit = TimeSpan.FromSeconds(1);

    /// <summary>After so long without a word the ledger may hang, and the grain may know the session by heart.</summary>
    private static readonly TimeSpan LedgerPatience = TimeSpan.FromMilliseconds(250);

    private ISession? _detour;

    /// <inheritdoc/>
    public async ValueTask<TurnPlan> PlanAsync(TurnQuery query, CancellationToken cancellationToken)
    {
        if (!detours.IsOn(key) && await AskGrainAsync(query, cancellationToken).ConfigureAwait(false) is { } plan)
        {
            return plan;
        }

        _detour = TakeDetour();
        if (await AskLedgerAsync(_detour, query, cancellationToken).ConfigureAwait(false) is { } planned)
        {
            return planned;
        }

        if (await AskGrainAsync(query, cancellationToken).ConfigureAwait(false) is { } late)
        {
            _detour = null;
            return late;
        }

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
        Answer<CommitReply> answer = await calls.TryAsync(key.Tenant, CommitLimit, token => grain.CommitAsync(record, token), cancellationToken, throwsIfCanceled: false).ConfigureAwait(false);
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
            Answer<bool> answer = await calls.TryAsync(key.Tenant, InsertLimit, token => grain.InsertAsync(record, token), cancellationToken, throwsIfCanceled: false).ConfigureAwait(false);
            if (answer.IsThere)
            {
                return answer.Value;
            }

            _detour = TakeDetour();
        }

        // The grain may have another memory than the ledger: it has to be told when it answers again.
        owed.Add(key, new OwedCall(InsertLimit, (session, token) => session.InsertAsync(record, token)));
        return await _detour.InsertAsync(insertion, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>The plan; <c>null</c> where the grain did not answer.</returns>
    private async ValueTask<TurnPlan?> AskGrainAsync(TurnQuery query, CancellationToken cancellationToken)
    {
        using var limit = new LinkedLimit(GrainLimit, time, cancellationToken);
        if (!await owed.TryDeliverAsync(key, limit.Token).ConfigureAwait(false))
        {
            return null;
        }

        PlanQuery record = query.ToRecord();
        Answer<PlanReply> answer = await calls.TryAsync(key.Tenant, PlanLimit, token => grain.PlanAsync(record, token), limit.Token, throwsIfCanceled: false).ConfigureAwait(false);
        return !answer.IsThere ? null
            : answer.Value.Outcome == PlanOutcome.Planned ? answer.Value.ToDomain()
            : throw new StoreUnavailableException($"The ledger did not answer the silo of session {key}.");
    }

    /// <returns>The plan; <c>null</c> where the ledger did not answer.</returns>
    private async ValueTask<TurnPlan?> AskLedgerAsync(ISession ledger, TurnQuery query, CancellationToken cancellationToken)
    {
        using var patience = new LinkedLimit(LedgerPatience, time, cancellationToken);
        try
        {
            return await ledger.PlanAsync(query, patience.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            return null;
        }
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
        owed.Add(key, new OwedCall(CommitLimit, async (session, token) => (await session.CommitAsync(record, token).ConfigureAwait(false)).IsConfirmed));
    }

    private static CommitReceipt Raw(CommitReceipt receipt) =>
        receipt with { Verdicts = [.. receipt.Verdicts.Select(block => block with { Verdict = Verdict.Raw })] };
}
