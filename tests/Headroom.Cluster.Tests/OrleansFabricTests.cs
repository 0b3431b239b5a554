using Headroom.Cluster.Tests.Clusters;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Contracts;
using Headroom.Testing.Faults;

namespace Headroom.Cluster.Tests;

public sealed class OrleansFabricTests(ThreeSilos cluster) : ContextFabricContract, IClassFixture<ThreeSilos>, IDisposable
{
    protected override IContextFabric Fabric { get; } = cluster.OpenFabric();

    protected override FaultyLedgerStore Ledger => cluster.Ledger;

    protected override Task ForgetAsync(SessionKey key) => cluster.DeactivateAsync(key);

    public void Dispose() => (Ledger.Reads.Always, Ledger.Writes.Always) = (Fault.None, Fault.None);
}
