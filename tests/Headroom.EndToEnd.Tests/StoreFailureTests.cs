using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.EndToEnd.Tests.Agents;

namespace Headroom.EndToEnd.Tests;

/// <summary>A store that cannot be written costs savings, never a request.</summary>
public sealed class StoreFailureTests : ProxyTest
{
    /// <summary>A directory that cannot be made: its parent is a file.</summary>
    protected override string DataPath => Path.Combine(Data.Path, "file", "data");

    public override Task InitializeAsync()
    {
        File.WriteAllText(Path.Combine(Data.Path, "file"), "not a directory");
        return base.InitializeAsync();
    }

    [Fact]
    public async Task Requests_go_through_uncompressed_counted_and_said_once()
    {
        for (int i = 1; i <= 3; i++)
        {
            string body = WithToolResult("anthropic", ToolOutputs.Servers(i));
            Upstream.NextJson("{}");
            using HttpResponseMessage answer = await PostAsync("/v1/messages", body);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            string sent = Upstream.Requests.Last().Text;
            Assert.DoesNotContain("hash=", sent[sent.IndexOf("\"messages\"", StringComparison.Ordinal)..], StringComparison.Ordinal);
            Assert.EndsWith(body[body.IndexOf("\"messages\"", StringComparison.Ordinal)..], sent, StringComparison.Ordinal);
        }

        JsonNode degradations = (await StatsAsync())["degradations"]!;
        Assert.True(degradations["store_failures"]!.GetValue<int>() + degradations["degraded"]!.GetValue<int>() >= 3);
        Assert.Equal(0, await Proxy.StopAsync());
        Assert.Equal(1, Regex.Count(Proxy.Output, "The store does not answer"));
    }

    [Fact]
    public async Task Health_says_so_and_requests_are_still_taken()
    {
        JsonNode health = JsonNode.Parse(await Proxy.Client.GetStringAsync("/health"))!;
        Assert.Equal("degraded", (string)health["status"]!);
        Assert.Equal(HttpStatusCode.OK, (await Proxy.Client.GetAsync("/readyz")).StatusCode);
        using HttpResponseMessage compress = await PostAsync("/v1/compress", WithToolResult("chat", ToolOutputs.Servers(1)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, compress.StatusCode);
    }
}
