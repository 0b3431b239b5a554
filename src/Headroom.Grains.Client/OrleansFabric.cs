using Headroom.Context.Keys;
using Headroom.Context.Local;
using Headroom.Context.Ports;
using Headroom.Grains.Agents;
using Headroom.Grains.Calls;
using Headroom.Grains.Chunks;
using Headroom.Grains.Keys;
using Headroom.Grains.Sessions;
using Headroom.Grains.Tenants;
using Headroom.Grains.Usage;
using Microsoft.Extensions.Logging;

namespace Headroom.Grains;

/// <summary>
/// The fabric of a cluster: every port is a grain. Where the cluster does not answer, it is served from the stores alone, by the
/// same core, so that a silo that dies changes no prefix; the store's first writer wins, whoever that is.
/// </summary>
public sealed class OrleansFabric : IContextFabric, IHealthPart, IAsyncDisposable
{
    private static readonly SessionKey Probe = new(TenantId.Local, "health");
    private static readonly TimeSpan ProbeLimit = CallLimit.Of<ISessionGrain>(nameof(ISessionGrain.PlanAsync));

    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly OwedCalls _owed;
    private readonly Detours _detours;
    private readonly Pause _chunkPause;
    private readonly Pause _tenantPause;
    private readonly LocalFabric _storesAlone;
    private readonly TimeProvider _time;
    private int _isDisposed;

    /// <summary>Makes the fabric over a connected client.</summary>
    /// <param name="grains">The client.</param>
    /// <param name="ledger">The ledger that the silos write too.</param>
    /// <param name="records">The records that the silos write too.</param>
    /// <param name="retention">How long ledgers live.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes word of detours.</param>
    public OrleansFabric(IGrainFactory grains, ILedgerStore ledger, IRecordStore records, RetentionOptions retention, TimeProvider time, ILogger<OrleansFabric> logger)
    {
        (_grains, _time) = (grains, time);
        _calls = new GrainCalls(time, logger);
        _detours = new Detours(time);
        _chunkPause = new Pause(time);
        _tenantPause = new Pause(time);
        _owed = new OwedCalls(SessionGrain, _calls, time, logger);
        _storesAlone = new LocalFabric(ledger, records, retention, new LocalFabricOptions(), time);
        Usage = new OrleansUsage(grains, _calls, _storesAlone.Usage);
    }

    /// <inheritdoc/>
    public ISession Session(SessionKey key) => new OrleansSession(key, SessionGrain(key), _calls, _owed, _detours, _storesAlone, _time);

    /// <inheritdoc/>
    public IAgent Agent(AgentKey key) => new OrleansAgent(
        key, _grains.GetGrain<IAgentGrain>(new TenantKey(key.Tenant.Value, key.Name).ToString()), _calls, _storesAlone.Agent(key));

    /// <inheritdoc/>
    public ITenant Tenant(TenantId tenant) => new OrleansTenant(
        tenant, () => _grains.GetGrain<ITenantGrain>(new TenantKey(tenant.Value, "policy").ToString()), _calls, _tenantPause);

    /// <inheritdoc/>
    public IUsage Usage { get; }

    /// <inheritdoc/>
    public IChunk Chunk(ChunkKey key) => new OrleansChunk(
        key, _grains.GetGrain<IChunkGrain>(new TenantKey(key.Tenant.Value, key.Hash.ToString()).ToString()), _calls, _chunkPause, _storesAlone.Chunk(key), _time);

    /// <inheritdoc/>
    public string Name => "cluster";

    /// <inheritdoc/>
    public async Task<bool> IsWellAsync(CancellationToken cancellationToken)
    {
        ISessionGrain probed = SessionGrain(Probe);
        return (await _calls.TryAsync(Probe.Tenant, ProbeLimit, token => probed.PlanAsync(new PlanQuery([], [], []), token), cancellationToken).ConfigureAwait(false)).IsThere;
    }

    /// <summary>Ends it. A container that knows it by several ports disposes it once for each.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _owed.DisposeAsync().ConfigureAwait(false);
        await _storesAlone.DisposeAsync().ConfigureAwait(false);
    }

    private ISessionGrain SessionGrain(SessionKey key) => _grains.GetGrain<ISessionGrain>(new TenantKey(key.Tenant.Value, key.Id).ToString());
}
