using Headroom.Cluster.Tests.Clusters;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Contracts;
using Headroom.Testing.Faults;

namespace Headroom.Cluster.Tests;

public sealed class OrleansFabricTests(ThreeSilos cluster) : ContextFabricContract, IClassFixture<ThreeSilos>, IDisposable
{
    private IContextFabric _fabric = cluster.OpenFabric();

    protected override IContextFabric Fabric => _fabric;

    protected override FaultyLedgerStore Ledger => cluster.Ledger;

    protected override IRecordStore Records => cluster.Records;

    protected override Task ForgetAsync(SessionKey key) => cluster.DeactivateAsync(key);

    /// <summary>The gateway that goes on is another, which knows nothing yet.</summary>
    protected override async Task ForgetAsync(ChunkKey key)
    {
        await cluster.DeactivateAsync(key);
        _fabric = cluster.OpenFabric();
    }

    public void Dispose() => (Ledger.Reads.Always, Ledger.Writes.Always) = (Fault.None, Fault.None);
}
