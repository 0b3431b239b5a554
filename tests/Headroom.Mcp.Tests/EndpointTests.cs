using System.Net;
using System.Text;

namespace Headroom.Mcp.Tests;

/// <summary>What comes to the endpoint that is no call of a client.</summary>
public sealed class EndpointTests : IAsyncLifetime
{
    private McpGateway _gateway = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _gateway = await McpGateway.StartAsync();
        _http = new HttpClient { BaseAddress = _gateway.Url };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{"jsonrpc":"1.0"}""")]
    public async Task A_body_that_is_no_message_is_refused(string body)
    {
        using HttpResponseMessage answer = await _http.PostAsync("/mcp", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("-32700", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notification_is_accepted_without_a_body()
    {
        using HttpResponseMessage answer = await _http.PostAsync(
            "/mcp", new StringContent("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task There_is_no_stream_without_a_request()
    {
        using HttpResponseMessage answer = await _http.GetAsync("/mcp");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }
}
