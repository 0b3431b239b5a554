using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.Cluster.Tests.Processes;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.Storage.RedisAndBlobs.Tests;

/// <summary>A cluster that keeps what is short in Redis and what is long in a blob store.</summary>
public sealed class ClusterTests(BothServers servers) : IClassFixture<BothServers>
{
    private const int Limit = 32 * 1024;

    [Fact]
    public async Task Originals_go_by_their_length_and_come_back_through_another_gateway()
    {
        string brief = ToolOutputs.Servers(1, count: 100), lengthy = ToolOutputs.Servers(2, count: 500);
        Assert.True(brief.Length < Limit && lengthy.Length > Limit, $"{brief.Length} {lengthy.Length}");
        using TemporaryDirectory data = new();
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        await using ServerCluster cluster = new(
            data.Path, upstream.Url, silos: 1,
            "--Storage:Content", "redis", "--Storage:Ledger", "redis", "--Storage:Records", "redis", "--Storage:redis:ConnectionString", servers.Redis.Endpoint,
            "--Storage:LargeContent", "azure-blobs", "--Storage:azure-blobs:ConnectionString", servers.Azurite.ConnectionString, "--Storage:azure-blobs:Container", "cluster",
            "--Storage:LargeContentOver", $"{Limit}");
        await cluster.StartSilosAsync();
        ProxyProcess first = await cluster.StartGatewayAsync();
        string[] markers = [await CompressAsync(first, brief), await CompressAsync(first, lengthy)];

        await using (BothStores stores = await servers.OpenAsync(servers.Redis.Endpoint, "cluster", TimeProvider.System, new RetentionOptions()))
        {
            Assert.Equal((true, false), (await IsIn(stores.Redis.Contents, brief), await IsIn(stores.Redis.Contents, lengthy)));
            Assert.Equal((false, true), (await IsIn(stores.Blobs.Contents, brief), await IsIn(stores.Blobs.Contents, lengthy)));
        }

        await first.KillAsync();
        ProxyProcess second = await cluster.StartGatewayAsync();
        foreach ((string marker, string text) in markers.Zip([brief, lengthy]))
        {
            Assert.Equal(text, (string?)JsonNode.Parse(await second.Client.GetStringAsync($"/v1/retrieve/{marker}"))!["original_content"]);
        }

        JsonNode health = JsonNode.Parse(await second.Client.GetStringAsync("/health"))!;
        Assert.Equal("ok", (string?)health["checks"]!["store"]);
        await servers.Azurite.FreezeAsync();
        try
        {
            // The blob store is away: what lies in Redis is not, and health says what is.
            Assert.Equal("unavailable", (string?)JsonNode.Parse(await second.Client.GetStringAsync("/health"))!["checks"]!["store"]);
            Assert.Contains("node-000", await second.Client.GetStringAsync($"/v1/retrieve/{markers[0]}"), StringComparison.Ordinal);
        }
        finally
        {
            await servers.Azurite.ThawAsync();
        }
    }

    private static async Task<string> CompressAsync(ProxyProcess gateway, string result)
    {
        string body = JsonSerializer.Serialize(new
        {
            model = "gpt-4o",
            messages = new object[] { new { role = "user", content = "Which one failed?" }, new { role = "tool", tool_call_id = "t1", content = result } },
        });
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await gateway.Client.PostAsync("/v1/compress", content);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return (string)Assert.Single(JsonNode.Parse(text)!["ccr_hashes"]!.AsArray())!;
    }

    private static async Task<bool> IsIn(IContentStore store, string text) =>
        await store.GetAsync(new ChunkKey(TenantId.Local, ContentHash.Of(Encoding.UTF8.GetBytes(text))), CancellationToken.None) is ContentLookup.Found;
}
