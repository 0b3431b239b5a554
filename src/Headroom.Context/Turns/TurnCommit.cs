using System.Collections.Concurrent;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;

namespace Headroom.Context.Turns;

/// <summary>Step 8: what is about to go upstream for the first time is written down before it does.</summary>
internal sealed class TurnCommit(BlockReplay replay, OutputCache outputs, TurnOptions options, TurnCounters counters, TimeProvider time)
{
    private readonly ConcurrentDictionary<SessionKey, Task> _remembering = new();

    /// <summary>Commits a turn's verdicts and takes over those of a racing turn that was first.</summary>
    /// <param name="work">The turn.</param>
    /// <param name="plan">What its session knows.</param>
    /// <param name="isStored">Whether the content store did its part.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    /// <returns>Whether the ledger took something new.</returns>
    public async Task<bool> CommitAsync(TurnWork work, TurnPlan plan, bool isStored, CancellationToken cancellationToken)
    {
        // What the lineage has decided already holds as it is, also where this commit fails.
        List<BlockWork> fresh = [.. work.Blocks.Where(block => block.MessageIndex >= plan.KnownMessages && !plan.Verdicts.ContainsKey(block.VerdictKey))];
        if (fresh.Count == 0)
        {
            // Nothing to remember: a lineage without verdicts reads the same whether it is known or not.
            return false;
        }

        CommitReceipt receipt = work.ToReceipt(plan.KnownMessages, fresh);
        if (!isStored && fresh.TrueForAll(block => !block.Verdict!.IsCompressed))
        {
            // The store is down and all goes raw: nothing depends on waiting for it a second time.
            _ = RememberAsync(work.Session, receipt);
            return false;
        }

        using var limit = new LinkedLimit(options.CommitLimit, time, cancellationToken);
        CommitResult result;
        try
        {
            result = await work.Session.CommitAsync(receipt, limit.Token).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // The session takes no more calls; nothing is known of this turn, so nothing of it may be compressed.
            counters.CountCommitFailure();
            TurnWork.SendRaw(fresh);
            return false;
        }

        if (!result.IsConfirmed)
        {
            counters.CountCommitFailure();
        }

        for (int i = 0; i < fresh.Count; i++)
        {
            await AdoptAsync(work, fresh[i], result.Winners[i], limit.Token).ConfigureAwait(false);
        }

        return result.IsConfirmed;
    }

    /// <summary>
    /// Remembers the blocks of a turn that goes upstream as it came, in the background and until the ledger has it: they are
    /// in the provider's cache from now on.
    /// </summary>
    public void RememberRaw(SessionKey key, TurnWork work)
    {
        if (work.Blocks.Count > 0)
        {
            TurnWork.SendRaw(work.Blocks);
            Task remembering = RememberAsync(work.Session, work.ToReceipt(0, work.Blocks));
            _remembering[key] = remembering;
            remembering.ContinueWith(
                _ => _remembering.TryRemove(new KeyValuePair<SessionKey, Task>(key, remembering)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Ends when what went upstream of a session as it came is remembered, so that the next turn finds it.</summary>
    public Task SettleAsync(SessionKey key, CancellationToken cancellationToken) =>
        _remembering.TryGetValue(key, out Task? remembering) ? remembering.WaitAsync(cancellationToken) : Task.CompletedTask;

    private async Task RememberAsync(CountedSession session, CommitReceipt receipt)
    {
        try
        {
            using var limit = new LinkedLimit(options.CommitLimit, time, CancellationToken.None);
            CommitResult result = await session.CommitAsync(receipt, limit.Token).ConfigureAwait(false);
            if (result.IsConfirmed)
            {
                return;
            }
        }
        catch (StoreUnavailableException)
        {
            // Counted below, like a commit that was not confirmed.
        }

        counters.CountCommitFailure();
    }

    /// <summary>A racing turn may have been first: then its verdict goes upstream here too.</summary>
    private async Task AdoptAsync(TurnWork work, BlockWork block, Verdict winner, CancellationToken limit)
    {
        bool isOurs = winner.Output == block.Verdict!.Output;
        block.Verdict = winner;
        if (!winner.IsCompressed)
        {
            block.Output = null;
        }
        else if (!isOurs || block.Output is null)
        {
            block.Output = null;
            await replay.ReplayAsync(work.Request.Tenant, [block], work.Blocks, limit).ConfigureAwait(false);
        }
        else
        {
            outputs.Add(new ChunkKey(work.Request.Tenant, winner.Output!.Value), block.Output.Value);
        }
    }
}
