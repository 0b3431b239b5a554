using System.Net;
using System.Text;
using Headroom.Cluster.Tests.Processes;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;
using Headroom.Testing.Servers;

namespace Headroom.Storage.AzureStates.Tests;

/// <summary>A cluster whose agents' state is in a storage account.</summary>
public sealed class ClusterStateTests
{
    [Theory]
    [InlineData("azure-tables")]
    [InlineData("azure-blobs")]
    public async Task What_agents_left_for_each_other_outlives_every_silo_and_gateway(string records)
    {
        using TemporaryDirectory data = new();
        StorageAccount account = StorageAccount.Of(records);
        await using ServerProcess server = account.Server;
        await server.StartAsync();
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        await using ServerCluster cluster = new(
            data.Path, upstream.Url, silos: 2,
            "--Storage:sqlite:Directory", data.Path, "--Storage:Records", records, $"--Storage:{records}:ConnectionString", account.ConnectionString);
        await cluster.StartSilosAsync();
        ProxyProcess gateway = await cluster.StartGatewayAsync();
        using HttpResponseMessage left = await PutAsync(gateway, "the disk of node 7 is full", "*", isNew: true);

        // 201, or 200 where a cluster that has just started heard of the write twice.
        Assert.True(left.IsSuccessStatusCode, $"{left.StatusCode}");
        string etag = left.Headers.ETag!.ToString();

        await gateway.KillAsync();
        await cluster.KillSiloAsync(0);
        await cluster.KillSiloAsync(1);
        await cluster.StartSilosAsync();
        gateway = await cluster.StartGatewayAsync();
        using HttpResponseMessage found = await gateway.Client.GetAsync("/v1/context/team/findings");
        Assert.Equal((HttpStatusCode.OK, etag), (found.StatusCode, found.Headers.ETag!.ToString()));
        Assert.Contains("the disk of node 7 is full", await found.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync(gateway, "something else", "*", isNew: true)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(gateway, "it was cleaned up", etag, isNew: false)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync(gateway, "too late", etag, isNew: false)).StatusCode);
    }

    private static async Task<HttpResponseMessage> PutAsync(ProxyProcess gateway, string text, string etag, bool isNew)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, "/v1/context/team/findings") { Content = new StringContent(text, Encoding.UTF8, "text/plain") };
        request.Headers.TryAddWithoutValidation(isNew ? "If-None-Match" : "If-Match", etag);
        return await gateway.Client.SendAsync(request);
    }
}
