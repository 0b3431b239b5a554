using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Contracts;
using Headroom.Grains;
using Headroom.Grains.Chunks;
using Headroom.Grains.Hosting;
using Headroom.Grains.Keys;
using Headroom.Grains.Sessions;
using Headroom.Testing.Faults;
using Headroom.Testing.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.TestingHost;

namespace Headroom.Cluster.Tests.Clusters;

/// <summary>Three silos in this process over shared stores in memory.</summary>
public sealed class ThreeSilos : IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster;
    private readonly List<OrleansFabric> _fabrics = [];

    public ThreeSilos()
        : this(new FaultyLedgerStore(new MemoryLedgerStore()), new FaultyContentStore(new MemoryContentStore()), new MemoryRecordStore())
    {
    }

    private ThreeSilos(FaultyLedgerStore ledger, FaultyContentStore contents, MemoryRecordStore records)
    {
        (Ledger, Contents, Records) = (ledger, contents, records);
        InProcessTestClusterBuilder builder = new(3);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddHeadroomGrains();
            silo.AddIncomingGrainCallFilter(Answers);
            silo.Services
                .AddSingleton<ILedgerStore>(Ledger)
                .AddSingleton<IContentStore>(Contents)
                .AddSingleton<IRecordStore>(Records)
                .AddSingleton(new RetentionOptions())
                .AddSingleton(ContextFabricContract.Configured)
                .AddSingleton(TimeProvider.System);
        });
        builder.ConfigureClient(client => client.AddHeadroomClient());
        _cluster = builder.Build();
    }

    /// <summary>A second cluster over the same stores, which knows nothing of this one.</summary>
    public ThreeSilos Another() => new(Ledger, Contents, Records);

    public FaultyLedgerStore Ledger { get; }

    public FaultyContentStore Contents { get; }

    public MemoryRecordStore Records { get; }

    public LosingAnswers Answers { get; } = new();

    public IClusterClient Client => _cluster.Client;

    /// <summary>A fabric as a gateway has it.</summary>
    public OrleansFabric OpenFabric()
    {
        OrleansFabric fabric = new(Client, Ledger, Records, new RetentionOptions(), TimeProvider.System, NullLogger<OrleansFabric>.Instance);
        _fabrics.Add(fabric);
        return fabric;
    }

    public ISessionGrain Grain(SessionKey key) => Client.GetGrain<ISessionGrain>(new TenantKey(key.Tenant.Value, key.Id).ToString());

    /// <summary>Lets a session's grain leave memory.</summary>
    public Task DeactivateAsync(SessionKey key) => _cluster.DeactivateAsync(Grain(key));

    /// <summary>Lets a content's grain leave memory.</summary>
    public Task DeactivateAsync(ChunkKey key) => _cluster.DeactivateAsync(Client.GetGrain<IChunkGrain>(new TenantKey(key.Tenant.Value, key.Hash.ToString()).ToString()));

    /// <value>The silo that a session lives on; <c>null</c> while it lives on none.</value>
    public InProcessSiloHandle? SiloOf(SessionKey key) => _cluster.TryGetGrainContext(((IAddressable)Grain(key)).GetGrainId(), out IGrainContext? context)
        ? _cluster.GetSiloForAddress(context.Address.SiloAddress!)
        : null;

    public Task KillAsync(InProcessSiloHandle silo) => _cluster.KillSiloAsync(silo);

    public async Task KillAllAsync()
    {
        foreach (InProcessSiloHandle silo in _cluster.GetActiveSilos().ToArray())
        {
            await KillAsync(silo);
        }
    }

    public Task InitializeAsync() => _cluster.DeployAsync();

    public async Task DisposeAsync()
    {
        foreach (OrleansFabric fabric in _fabrics)
        {
            await fabric.DisposeAsync();
        }

        await _cluster.DisposeAsync();
    }
}
