using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Grains.Calls;
using Headroom.Grains.Keys;
using Headroom.Grains.Wire;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace Headroom.Grains.Sessions;

/// <summary>
/// A <see cref="SessionCore"/> behind a grain. A client sends all calls of a session to the same silo of its choice, so the
/// session lives there: one hop. An idle one is dropped after the pause that an agent's turn may take, and read again from
/// the ledger. A second activation is harmless: the ledger's first writer wins.
/// </summary>
[GrainType("headroom.session"), PreferLocalPlacement, CollectionAgeLimit(Minutes = 20)]
internal sealed class SessionGrain(
    IGrainContext context, ILedgerStore ledger, IContentStore contents, RetentionOptions retention, TimeProvider time, ILogger<SessionGrain> logger)
    : Grain, ISessionGrain
{
    private static readonly TimeSpan ConfirmInterval = TimeSpan.FromSeconds(1);

    private readonly SessionKey _key = KeyOf(context);
    private readonly SessionCore _core = new(KeyOf(context), ledger, time, retention, rereads: true);
    private IGrainTimer? _confirming;

    /// <inheritdoc/>
    public async Task<PlanReply> PlanAsync(PlanQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return (await _core.PlanAsync(query.ToDomain(), cancellationToken)).ToRecord();
        }
        catch (StoreUnavailableException)
        {
            return PlanReply.WithoutLedger;
        }
    }

    /// <inheritdoc/>
    public async Task<CommitReply> CommitAsync(ReceiptRecord receipt, CancellationToken cancellationToken)
    {
        CommitResult result = await _core.CommitAsync(receipt.ToDomain(), cancellationToken);
        ConfirmSoon();
        return result.ToRecord();
    }

    /// <inheritdoc/>
    public async Task<bool> InsertAsync(InsertionRecord insertion, CancellationToken cancellationToken)
    {
        bool isDurable = await _core.InsertAsync(insertion.ToDomain(), cancellationToken);
        ConfirmSoon();
        return isDurable;
    }

    /// <inheritdoc/>
    public async Task<ResolveReply> ResolveAsync(ResolveQuery query, CancellationToken cancellationToken)
    {
        if (!MarkerHash.TryParse(query.Marker, out MarkerHash marker))
        {
            return new ResolveReply(ResolveOutcome.Unknown, null);
        }

        try
        {
            return (await contents.ResolveAsync(_key.Tenant, marker, cancellationToken)).ToRecord();
        }
        catch (StoreUnavailableException)
        {
            return new ResolveReply(ResolveOutcome.Unavailable, null);
        }
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!await _core.TryConfirmAsync(cancellationToken))
        {
            GrainLog.SessionLeavesUnconfirmed(logger, _key, reason.ReasonCode);
        }
    }

    /// <summary>What the ledger did not acknowledge keeps the session in memory until it does.</summary>
    private void ConfirmSoon()
    {
        if (_core.HasUnconfirmed)
        {
            _confirming ??= this.RegisterGrainTimer(ConfirmAsync, new(TimeSpan.Zero, ConfirmInterval) { KeepAlive = true });
        }
    }

    private async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        if (await _core.TryConfirmAsync(cancellationToken))
        {
            _confirming?.Dispose();
            _confirming = null;
        }
    }

    private static SessionKey KeyOf(IGrainContext context)
    {
        TenantKey key = TenantKey.Parse(context.GrainId.Key.ToString()!);
        return new SessionKey(new TenantId(key.Tenant), key.Name);
    }
}
