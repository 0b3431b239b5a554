using Headroom.EndToEnd.Tests;
using Headroom.EndToEnd.Tests.Proxy;

namespace Headroom.Cluster.Tests.Processes;

/// <summary>The same by a gateway and two silos: usage is written by grains, forms are kept by grains.</summary>
public sealed class ClusterSharingTests : SharingTests
{
    private ServerCluster _cluster = null!;

    public override async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task<ProxyProcess> StartProxyAsync()
    {
        if (_cluster is null)
        {
            _cluster = new ServerCluster(DataPath, Upstream.Url, silos: 2);
            await _cluster.StartSilosAsync();
        }

        return await _cluster.StartGatewayAsync();
    }

    /// <summary>The command asks an embedded proxy's store or a gateway; here the gateway was asked already.</summary>
    protected override Task AssertCommandAsync(Figures figures) => Task.CompletedTask;
}
