using Headroom.Context.Ports;
using Headroom.Context.Sessions;

namespace Headroom.Context.Local;

/// <summary>A session core behind its mailbox.</summary>
internal sealed class LocalSession(SessionCore core, Mailbox mailbox, Action<LocalSession> onUnconfirmed) : ISession
{
    private int _isConfirming;

    /// <value>Time stamp of the last use.</value>
    public long LastUsed { get; set; }

    /// <value>Whether entries wait for the ledger.</value>
    public bool HasUnconfirmed => core.HasUnconfirmed;

    /// <value>Whether nothing is lost when it leaves memory.</value>
    public bool CanBeDropped => mailbox.IsIdle && !core.HasUnconfirmed;

    /// <inheritdoc/>
    public ValueTask<TurnPlan> PlanAsync(TurnQuery query, CancellationToken cancellationToken) =>
        mailbox.RunAsync(() => core.PlanAsync(query, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<CommitResult> CommitAsync(CommitReceipt receipt, CancellationToken cancellationToken)
    {
        CommitResult result = await mailbox.RunAsync(() => core.CommitAsync(receipt, cancellationToken), CancellationToken.None).ConfigureAwait(false);
        if (!result.IsConfirmed)
        {
            // What the ledger holds may differ from what goes upstream until this succeeds.
            onUnconfirmed(this);
            _ = ConfirmAsync(CancellationToken.None);
        }

        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> InsertAsync(Insertion insertion, CancellationToken cancellationToken)
    {
        bool isDurable = await mailbox.RunAsync(() => core.InsertAsync(insertion, cancellationToken), CancellationToken.None).ConfigureAwait(false);
        if (!isDurable)
        {
            onUnconfirmed(this);
        }

        return isDurable;
    }

    /// <summary>Writes what the ledger did not acknowledge; one attempt at a time.</summary>
    public async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isConfirming, 1) == 1)
        {
            return;
        }

        try
        {
            await mailbox.RunAsync(() => core.TryConfirmAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception stillDown) when (stillDown is StoreUnavailableException or OperationCanceledException)
        {
            // The next tick tries again; the session keeps what is unconfirmed.
        }
        finally
        {
            Volatile.Write(ref _isConfirming, 0);
        }
    }
}
