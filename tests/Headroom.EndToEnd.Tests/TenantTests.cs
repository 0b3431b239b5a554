using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary>What holds for one tenant alone: its profile, how large its requests may be, and how many models it may call.</summary>
public class TenantTests : ProxyTest
{
    private const string Plain = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}]}""";

    /// <summary>What stands behind a form that has everything in it, and behind one that has not.</summary>
    private const string Whole = "[Lossless form. Full content: headroom_retrieve", Sampled = "shown. Full content: headroom_retrieve";

    private const string Policies = """{"tenants":{"careful":{"profile":"conservative"},"small":{"maxBodyBytes":2000},"slow":{"requestsPerMinute":3}}}""";

    private readonly Dictionary<string, string> _keys = [];

    /// <summary>The key of a tenant.</summary>
    protected string KeyOf(string tenant) => _keys[tenant];

    public override async Task InitializeAsync()
    {
        foreach (string tenant in (string[])["careful", "small", "slow", "other"])
        {
            CommandResult added = await HeadroomCommandLine.RunAsync([], "keys", "add", tenant + "-key", "--tenant", tenant, "--data", DataPath);
            Assert.True(added.ExitCode == 0, added.Errors);
            _keys[tenant] = Encoding.UTF8.GetString(added.Output).Trim();
        }

        await File.WriteAllTextAsync(Path.Combine(DataPath, "tenants.json"), Policies);
        await base.InitializeAsync();
    }

    [Fact]
    public async Task A_tenant_of_another_profile_gets_other_forms_of_the_same_content()
    {
        Assert.Contains(Whole, await SentAsync("careful"), StringComparison.Ordinal);
        Assert.Contains(Sampled, await SentAsync("other"), StringComparison.Ordinal);

        // The same through the route for those who send on themselves.
        Assert.Contains(Whole, await CompressedAsync("careful"), StringComparison.Ordinal);
        Assert.Contains(Sampled, await CompressedAsync("other"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages", "request_too_large", true)]
    [InlineData("/v1/chat/completions", "invalid_request_error", true)]
    [InlineData("/v1/messages", null, false)]
    public async Task A_body_above_what_the_tenant_may_send_is_refused_and_that_of_another_is_not(string path, string? type, bool saysItsLength)
    {
        string body = Plain.Replace("\"x\"", "\"" + new string('x', 3000) + "\"", StringComparison.Ordinal);
        using HttpResponseMessage refused = await SendAsync("small", path, body, saysItsLength);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        if (type is not null)
        {
            Assert.Equal(type, (string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["error"]!["type"]);
        }

        Assert.Empty(Upstream.Requests);
        Upstream.NextJson("{}");
        Upstream.NextJson("{}");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("other", path, body, saysItsLength)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("small", path, Plain, saysItsLength)).StatusCode);
    }

    [Fact]
    public async Task Calls_beyond_those_of_a_minute_are_refused_until_it_is_time_and_what_is_no_call_is_not_counted()
    {
        for (int call = 0; call < 3; call++)
        {
            Assert.Equal(HttpStatusCode.OK, (await Proxy.Client.GetAsync($"/k/{_keys["slow"]}/stats")).StatusCode);
            Upstream.NextJson("{}");
            Assert.Equal(HttpStatusCode.OK, (await SendAsync("slow", "/v1/messages", Plain)).StatusCode);
        }

        using HttpResponseMessage refused = await SendAsync("slow", "/v1/messages", Plain);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
        Assert.Equal("rate_limit_error", (string?)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["error"]!["type"]);
        Assert.Equal(3, Upstream.Requests.Count);
        Upstream.NextJson("{}");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("other", "/v1/messages", Plain)).StatusCode);
    }

    [Fact]
    public async Task Turns_on_a_connection_are_counted_one_by_one_and_one_too_many_is_told_so_on_it()
    {
        var done = new TaskCompletionSource();
        Upstream.NextSocket(async upstream =>
        {
            for (int turn = 0; turn < 3; turn++)
            {
                await upstream.AnswerAsync(_ => new ModelReply("Yes."));
            }

            await done.Task;
        });
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("x-headroom-key", _keys["slow"]);
        await socket.ConnectAsync(new UriBuilder(Proxy.Client.BaseAddress!) { Scheme = "ws", Path = "/v1/responses" }.Uri, CancellationToken.None);
        var client = new ScriptedSocket(socket);
        for (int turn = 0; turn < 3; turn++)
        {
            await client.SendAsync("""{"type":"response.create","model":"gpt-5","input":[{"role":"user","content":"Well?"}]}""");
            Assert.Equal("response.completed", (string?)(await client.AnswerEventsAsync())[^1]["type"]);
        }

        await client.SendAsync("""{"type":"response.create","model":"gpt-5","input":[{"role":"user","content":"Well?"}]}""");
        JsonNode refused = JsonNode.Parse((await client.ReceiveAsync())!)!;
        Assert.Equal(("error", 429, "rate_limit_error"), ((string?)refused["type"], (int?)refused["status"], (string?)refused["error"]!["type"]));
        done.SetResult();
    }

    /// <summary>A request of it as it went upstream. A process that has just started lets some go as they came.</summary>
    private async Task<string> SentAsync(string tenant)
    {
        const int MaxWarmUpTurns = 20;
        string result = "";
        for (int turn = 0; turn < MaxWarmUpTurns && !result.Contains("Full content: headroom_retrieve hash=", StringComparison.Ordinal); turn++)
        {
            Upstream.NextJson("{}");
            using HttpResponseMessage answer = await SendAsync(tenant, "/v1/messages", WithToolResult("anthropic", ToolOutputs.Servers(3 + turn)));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            string sent = Upstream.Requests.Last().Text;
            result = sent[sent.LastIndexOf("tool_result", StringComparison.Ordinal)..];
        }

        return result;
    }

    private async Task<string> CompressedAsync(string tenant)
    {
        using HttpResponseMessage answer = await SendAsync(tenant, "/v1/compress", WithToolResult("chat", ToolOutputs.Servers(4)));
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(string tenant, string path, string body, bool saysItsLength = true)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("x-headroom-key", _keys[tenant]);
        request.Headers.TransferEncodingChunked = !saysItsLength;
        return await Proxy.Client.SendAsync(request);
    }
}
