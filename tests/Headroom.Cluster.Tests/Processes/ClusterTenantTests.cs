using System.Net;
using Headroom.EndToEnd.Tests;
using Headroom.EndToEnd.Tests.Proxy;

namespace Headroom.Cluster.Tests.Processes;

/// <summary>The same by a gateway that knows no tenants itself: what holds for them is the silos' word.</summary>
public sealed class ClusterTenantTests : TenantTests
{
    private ServerCluster _cluster = null!;

    public override async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>Whether a body is too large for a tenant, by the silos' word, on a route that calls nobody.</summary>
    private async Task<bool> HoldsAsync(ProxyProcess gateway)
    {
        using StringContent large = new("{\"messages\":[]" + new string(' ', 3000) + "}");
        using HttpResponseMessage answer = await gateway.Client.PostAsync($"/k/{KeyOf("small")}/v1/compress", large);
        return answer.StatusCode == HttpStatusCode.RequestEntityTooLarge;
    }

    protected override async Task<ProxyProcess> StartProxyAsync()
    {
        _cluster = new ServerCluster(DataPath, Upstream.Url, silos: 2)
        {
            OfSilos = [.. ServerCommandLine.Tenants(Path.Combine(DataPath, "tenants.json"))],
        };
        await _cluster.StartSilosAsync();
        ProxyProcess gateway = await _cluster.StartGatewayAsync("--Headroom:Keys", Path.Combine(DataPath, "keys.json"));
        while (!await HoldsAsync(gateway))
        {
            // Until a gateway has found its cluster, what it was configured with itself holds.
        }

        return gateway;
    }
}
