using System.Net;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary>Servers that speak a known protocol elsewhere: by name, in the path or in a header, and nowhere but where they are configured.</summary>
public sealed class NamedUpstreamTests : ProxyTest
{
    private ScriptedUpstream _other = null!;

    protected override string[] Options => ["--upstream", $"router={_other.Url}/api/v1", "--upstream", "gone=http://127.0.0.1:9"];

    public override async Task InitializeAsync()
    {
        _other = await ScriptedUpstream.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Theory]
    [InlineData("/u/router/v1/chat/completions", null, "/api/v1/chat/completions")]
    [InlineData("/u/router/chat/completions?x=%2F", null, "/api/v1/chat/completions?x=%2F")]
    [InlineData("/v1/chat/completions", "router", "/api/v1/chat/completions")]
    [InlineData("/v1/chat/completions", "URL/api", "/api/v1/chat/completions")]
    public async Task A_model_there_is_called_like_any_other(string path, string? header, string target)
    {
        _other.Next((context, request) => ChatReplies.WriteAsync(context, request, new ModelReply("node-007")));
        (string, string)[] headers = header is null ? [] : [("x-headroom-base-url", header.Replace("URL", _other.Url, StringComparison.Ordinal))];
        using HttpResponseMessage answer = await PostAsync(path, WithToolResult("chat", ToolOutputs.Servers(1)), headers);
        Assert.Contains("node-007", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        RecordedRequest request = Assert.Single(_other.Requests);
        Assert.Equal(target, request.Target);
        Assert.Contains("headroom_retrieve hash=", request.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(request.Headers.Keys, name => name.StartsWith("x-headroom", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(Upstream.Requests);
    }

    [Fact]
    public async Task Its_other_paths_are_passed_through()
    {
        _other.NextJson("{\"data\":[]}");
        Assert.Equal("{\"data\":[]}", await Proxy.Client.GetStringAsync("/u/router/v1/models"));
        Assert.Equal("/api/v1/models", Assert.Single(_other.Requests).Target);
    }

    [Theory]
    [InlineData("/u/unknown/v1/chat/completions", null, HttpStatusCode.NotFound)]
    [InlineData("/u/router", null, HttpStatusCode.NotFound)]
    [InlineData("/v1/chat/completions", "unknown", HttpStatusCode.Forbidden)]
    [InlineData("/v1/chat/completions", "http://127.0.0.1:9/other", HttpStatusCode.Forbidden)]
    [InlineData("/v1/chat/completions", "http://user@127.0.0.1:9", HttpStatusCode.Forbidden)]
    public async Task No_request_reaches_what_is_not_configured(string path, string? header, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await PostAsync(path, WithToolResult("chat", "short"), header is null ? [] : [("x-headroom-base-url", header)]);
        Assert.Equal(status, answer.StatusCode);
        Assert.NotNull(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!["message"]);
        Assert.Empty(_other.Requests);
        Assert.Empty(Upstream.Requests);
    }
}
