using Headroom.Context.Keys;
using Headroom.Context.Local;
using Headroom.Context.Ports;
using Headroom.Grains.Calls;
using Headroom.Grains.Keys;
using Headroom.Grains.Sessions;
using Microsoft.Extensions.Logging;

namespace Headroom.Grains;

/// <summary>
/// The fabric of a cluster: every port is a grain. Where the cluster does not answer, a session is served from the ledger
/// alone, by the same core, so that a silo that dies changes no prefix; the ledger's first writer wins, whoever that is.
/// </summary>
public sealed class OrleansFabric : IContextFabric, IHealthPart, IAsyncDisposable
{
    private static readonly SessionKey Probe = new(TenantId.Local, "health");

    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly OwedCalls _owed;
    private readonly LocalFabric _ledgerAlone;
    private int _isDisposed;

    /// <summary>Makes the fabric over a connected client.</summary>
    /// <param name="grains">The client.</param>
    /// <param name="ledger">The ledger that the silos write too.</param>
    /// <param name="retention">How long ledgers live.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes word of detours.</param>
    public OrleansFabric(IGrainFactory grains, ILedgerStore ledger, RetentionOptions retention, TimeProvider time, ILogger<OrleansFabric> logger)
    {
        _grains = grains;
        _calls = new GrainCalls(logger);
        _owed = new OwedCalls(SessionGrain, _calls, time, logger);
        _ledgerAlone = new LocalFabric(ledger, retention, new LocalFabricOptions(), time);
    }

    /// <inheritdoc/>
    public ISession Session(SessionKey key) => new OrleansSession(key, SessionGrain(key), _calls, _owed, _ledgerAlone);

    /// <inheritdoc/>
    public string Name => "cluster";

    /// <inheritdoc/>
    public async Task<bool> IsWellAsync(CancellationToken cancellationToken)
    {
        ISessionGrain probed = SessionGrain(Probe);
        return (await _calls.TryAsync(Probe.Tenant, token => probed.PlanAsync(new PlanQuery([], [], []), token), cancellationToken).ConfigureAwait(false)).IsThere;
    }

    /// <summary>Ends it. A container that knows it by several ports disposes it once for each.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _owed.DisposeAsync().ConfigureAwait(false);
        await _ledgerAlone.DisposeAsync().ConfigureAwait(false);
    }

    private ISessionGrain SessionGrain(SessionKey key) => _grains.GetGrain<ISessionGrain>(new TenantKey(key.Tenant.Value, key.Id).ToString());
}
