using Headroom.Mcp.Backends;

namespace Headroom.Mcp.Tests;

/// <summary>A server on standard input that passes its calls to a gateway.</summary>
public sealed class BridgeTests
{
    [Fact]
    public async Task A_bridge_gives_what_the_gateway_gives()
    {
        await using McpGateway gateway = await McpGateway.StartAsync();
        await using var bridge = new GatewayBackend(gateway.Url, "team");
        CompressedContent compressed = await bridge.CompressAsync(Calls.Services, "certificate", CancellationToken.None);
        Assert.True(compressed.CompressedTokens * 2 < compressed.OriginalTokens);
        RetrievedContent original = await bridge.RetrieveAsync(compressed.Hash!, null, null, CancellationToken.None);
        Assert.Equal(("gateway", Calls.Services), (original.Source, original.OriginalContent));
        Assert.Contains("1 compressed", await bridge.DescribeAsync(CancellationToken.None), StringComparison.Ordinal);

        await using var stranger = new GatewayBackend(gateway.Url, "another");
        ToolException missing = await Assert.ThrowsAsync<ToolException>(() => stranger.RetrieveAsync(compressed.Hash!, null, null, CancellationToken.None));
        Assert.StartsWith("No content is stored", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_is_gone_is_named_and_found_again_when_it_is_back()
    {
        McpGateway gone = await McpGateway.StartAsync();
        Uri url = gone.Url;
        await gone.DisposeAsync();
        await using var bridge = new GatewayBackend(url, null);
        ToolException failure = await Assert.ThrowsAsync<ToolException>(() => bridge.CompressAsync("x", null, CancellationToken.None));
        Assert.Contains(url.Authority, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
    }
}
