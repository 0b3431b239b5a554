using Headroom.Cluster.Tests.Clusters;
using Headroom.Compression.Blocks;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Tenants;
using Headroom.Contracts;

namespace Headroom.Cluster.Tests;

/// <summary>Tenants of a cluster, each test on one of its own.</summary>
public sealed class TenantGrainTests : IAsyncLifetime
{
    private static readonly TenantId Limited = new("limited"), Choosy = new("choosy");

    private readonly ThreeSilos _cluster = new();

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Gateways_share_one_count_and_when_the_silos_are_gone_each_keeps_its_own()
    {
        TenantPolicies[] gateways = [Open(), Open(), Open()];
        foreach (TenantPolicies gateway in gateways)
        {
            Assert.Equal(ContextFabricContract.Configured.Of(Limited), await gateway.OfAsync(Limited, default));
        }

        Assert.Equal(2, await AdmittedAsync(gateways));
        await _cluster.KillAllAsync();
        Assert.Equal(2 * gateways.Length, await AdmittedAsync(gateways));
        Assert.Equal(TenantPolicy.Default, await gateways[0].OfAsync(Choosy, default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _cluster.OpenFabric().Tenant(Choosy).PolicyAsync(default));
    }

    /// <summary>A gateway that was told nothing of tenants itself.</summary>
    private TenantPolicies Open() => new(_cluster.OpenFabric(), ConfiguredTenants.None, new ProfileSelection(CompressionProfiles.Balanced), TimeProvider.System);

    private static async Task<int> AdmittedAsync(TenantPolicies[] gateways)
    {
        int admitted = 0;
        foreach (TenantPolicies gateway in gateways)
        {
            for (int call = 0; call < 4; call++)
            {
                admitted += (await gateway.AdmitAsync(Limited, default)).IsAdmitted ? 1 : 0;
            }
        }

        return admitted;
    }
}
