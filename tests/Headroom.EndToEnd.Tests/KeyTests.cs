using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;

namespace Headroom.EndToEnd.Tests;

/// <summary>A gateway with keys: nobody comes in without one, and nothing of one tenant is seen by another.</summary>
public sealed class KeyTests : ProxyTest
{
    private const string Plain = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}]}""";

    private string _acme = "", _other = "", _colleague = "", _admin = "";

    protected override string[] Options => ["--upstream", "elsewhere=" + Upstream.Url];

    public override async Task InitializeAsync()
    {
        _acme = await AddAsync("acme-ci", "--tenant", "acme", "--project", "web");
        _other = await AddAsync("other-ci", "--tenant", "other");
        _colleague = await AddAsync("acme-2", "--tenant", "acme", "--owner", "colleague", "--team", "shop");
        _admin = await AddAsync("acme-admin", "--tenant", "acme", "--role", "Admin");
        Environment.SetEnvironmentVariable("HEADROOM_OPENAI_API_KEY", "sk-held");
        await base.InitializeAsync();
        Environment.SetEnvironmentVariable("HEADROOM_OPENAI_API_KEY", null);
    }

    [Theory]
    [InlineData("/v1/messages", "authentication_error")]
    [InlineData("/v1/chat/completions", "invalid_request_error")]
    [InlineData("/v1/compress", "authentication_error")]
    [InlineData("/v1/anything", "invalid_request_error")]
    public async Task Without_a_key_or_with_a_wrong_one_the_answer_is_401_in_the_protocols_shape(string path, string type)
    {
        foreach (string key in new[] { "", "hr_acme-ci_wrong", "hr_nobody_x" })
        {
            using HttpResponseMessage answer = await PostAsync(path, Plain, ("x-headroom-key", key));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal(type, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!["type"]);
        }

        Assert.Empty(Upstream.Requests);
    }

    [Fact]
    public async Task Probes_are_open_and_figures_are_not()
    {
        Assert.Equal(HttpStatusCode.OK, (await Proxy.Client.GetAsync("/livez")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Proxy.Client.GetAsync("/health")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Proxy.Client.GetAsync("/stats")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Proxy.Client.GetAsync($"/k/{_acme}/stats")).StatusCode);
        foreach ((string path, bool letsIn) in ((string, bool)[])[("/livez", false), ("/k/hr_acme-ci_wrong/livez", false), ($"/k/{_acme}/livez", true)])
        {
            Assert.Equal(letsIn, (bool)JsonNode.Parse(await Proxy.Client.GetStringAsync(path))!["lets_in"]!);
        }
    }

    [Fact]
    public async Task A_member_sees_its_own_usage_an_admin_that_of_its_tenant_and_nobody_that_of_another()
    {
        foreach ((string key, int times) in ((string, int)[])[(_acme, 1), (_colleague, 2), (_other, 4)])
        {
            for (int i = 0; i < times; i++)
            {
                using HttpResponseMessage answer = await PostAsync("/v1/messages", Plain, ("x-headroom-key", key));
                await answer.Content.ReadAsByteArrayAsync();
            }
        }

        Assert.Equal(1, await RequestsAsync(_acme));
        Assert.Equal(1, await RequestsAsync(_acme, "?user=colleague"));
        Assert.Equal(3, await RequestsAsync(_admin));
        Assert.Equal(2, await RequestsAsync(_admin, "?user=colleague&team=shop"));
        Assert.Equal(4, await RequestsAsync(_other));
    }

    private async Task<int> RequestsAsync(string key, string query = "")
    {
        JsonArray hours = JsonNode.Parse(await Proxy.Client.GetStringAsync($"/k/{key}/v1/usage{query}"))!.AsArray();
        return hours.SelectMany(hour => hour!["rows"]!.AsArray()).Sum(row => (int)row!["totals"]!["requests"]!);
    }

    [Fact]
    public async Task A_socket_needs_a_key_too()
    {
        using var socket = new ClientWebSocket();
        var address = new UriBuilder(Proxy.Client.BaseAddress!) { Scheme = "ws", Path = "/v1/responses" }.Uri;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, CancellationToken.None));
        Assert.Empty(Upstream.Requests);
    }

    [Theory]
    [InlineData("x-headroom-key", "")]
    [InlineData("authorization", "Bearer ")]
    [InlineData("x-api-key", "")]
    [InlineData("path", "")]
    public async Task A_key_lets_in_and_never_goes_upstream(string place, string before)
    {
        Upstream.NextJson("{}");
        using HttpResponseMessage answer = place == "path"
            ? await PostAsync($"/k/{_acme}/v1/messages?beta=true", Plain)
            : await PostAsync("/v1/messages?beta=true", Plain, (place, before + _acme));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var request = Assert.Single(Upstream.Requests);
        Assert.Equal("/v1/messages?beta=true", request.Target);
        Assert.DoesNotContain(request.Headers.Values, value => value.Contains("hr_", StringComparison.Ordinal));
        Assert.Equal(Plain, request.Text);
    }

    [Fact]
    public async Task The_gateways_own_credential_is_lent_to_callers_that_send_none()
    {
        Upstream.NextJson("{}");
        Upstream.NextJson("{}");
        using HttpResponseMessage _ = await PostAsync("/v1/chat/completions", Plain, ("authorization", "Bearer " + _acme));
        using HttpResponseMessage __ = await PostAsync("/v1/chat/completions", Plain, ("x-headroom-key", _acme), ("authorization", "Bearer sk-mine"));
        Assert.Equal(["Bearer sk-held", "Bearer sk-mine"], Upstream.Requests.Select(request => request.Headers["authorization"]));
    }

    [Fact]
    public async Task The_gateways_own_credential_is_never_lent_to_an_upstream_that_the_caller_names()
    {
        Upstream.NextJson("{}");
        using HttpResponseMessage _ = await PostAsync($"/k/{_acme}/u/elsewhere/v1/chat/completions", Plain);
        var request = Assert.Single(Upstream.Requests);
        Assert.Equal(("/v1/chat/completions", false), (request.Target, request.Headers.ContainsKey("authorization")));
    }

    [Fact]
    public async Task What_one_tenant_stored_no_other_tenant_can_redeem()
    {
        Upstream.NextJson("{}");
        using HttpResponseMessage _ = await PostAsync("/v1/messages", WithToolResult("anthropic", ToolOutputs.Servers(3)), ("x-headroom-key", _acme));
        string hash = Regex.Match(Assert.Single(Upstream.Requests).Text, "hash=([0-9a-f]{24})").Groups[1].Value;
        Assert.Equal(HttpStatusCode.OK, (await Proxy.Client.GetAsync($"/k/{_acme}/v1/retrieve/{hash}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Proxy.Client.GetAsync($"/k/{_other}/v1/retrieve/{hash}")).StatusCode);
    }

    [Fact]
    public async Task An_address_that_others_can_reach_is_served_only_with_keys()
    {
        CommandResult refused = await HeadroomCommandLine.RunAsync([], "proxy", "--host", "0.0.0.0", "--port", "0", "--data", Data.Path + "-none");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("headroom keys add", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_shown_once_and_removed_by_its_id()
    {
        CommandResult list = await HeadroomCommandLine.RunAsync([], "keys", "list", "--data", DataPath);
        string text = System.Text.Encoding.UTF8.GetString(list.Output);
        Assert.Contains("acme-ci\tacme\tweb", text, StringComparison.Ordinal);
        Assert.DoesNotContain(_acme, text, StringComparison.Ordinal);
        Assert.Equal(0, (await HeadroomCommandLine.RunAsync([], "keys", "remove", "acme-ci", "--data", DataPath)).ExitCode);
        CommandResult again = await HeadroomCommandLine.RunAsync([], "keys", "remove", "acme-ci", "--data", DataPath);
        Assert.Equal((1, true), (again.ExitCode, again.Errors.Contains("acme-ci", StringComparison.Ordinal)));
    }

    private async Task<string> AddAsync(string id, params string[] more)
    {
        CommandResult added = await HeadroomCommandLine.RunAsync([], ["keys", "add", id, "--data", DataPath, .. more]);
        Assert.True(added.ExitCode == 0, added.Errors);
        return System.Text.Encoding.UTF8.GetString(added.Output).Trim();
    }
}
