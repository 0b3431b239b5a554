using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary>A provider that is too busy is tried again, but never where that would hide from a client what it must decide itself.</summary>
public sealed class RetryTests : ProxyTest
{
    private const string Busy = """{"type":"error","error":{"type":"overloaded_error","message":"busy"}}""";
    private const string Plain = """{"model":"m","messages":[{"role":"user","content":"x"}]}""";
    private const string Streamed = """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""";

    [Theory]
    [InlineData(429, "retry-after", "0")]
    [InlineData(529, "retry-after", "0")]
    [InlineData(503, "retry-after-ms", "1")]
    public async Task A_busy_provider_is_tried_again_with_the_same_bytes(int status, string header, string wait)
    {
        Upstream.NextJson(Busy, status, (header, wait));
        Upstream.NextJson("{\"id\":\"second\"}");
        using HttpResponseMessage answer = await PostAsync("/v1/messages", Plain);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("{\"id\":\"second\"}", await answer.Content.ReadAsStringAsync());
        Assert.Equal([Plain, Plain], Upstream.Requests.Select(request => request.Text));
        Assert.Equal(1, (int)(await StatsAsync())["requests"]!["retried"]!);
    }

    [Fact]
    public async Task A_provider_that_stays_busy_is_answered_with_its_own_words()
    {
        for (int i = 0; i < 3; i++)
        {
            Upstream.NextJson(Busy, 529, ("retry-after", "0"), ("request-id", $"req_{i}"));
        }

        using HttpResponseMessage answer = await PostAsync("/v1/messages", Plain);
        Assert.Equal((529, "req_2"), ((int)answer.StatusCode, answer.Headers.GetValues("request-id").Single()));
        Assert.Equal(Busy, await answer.Content.ReadAsStringAsync());
        Assert.Equal(3, Upstream.Requests.Count);
    }

    [Theory]
    [InlineData(429, "retry-after", "60")]
    [InlineData(529, "x-should-retry", "false")]
    [InlineData(500, "retry-after", "0")]
    [InlineData(400, "retry-after", "0")]
    public async Task What_another_try_soon_cannot_mend_goes_to_the_client_at_once(int status, string header, string value)
    {
        Upstream.NextJson(Busy, status, (header, value));
        using HttpResponseMessage answer = await PostAsync("/v1/messages", Plain);
        Assert.Equal((status, value), ((int)answer.StatusCode, answer.Headers.GetValues(header).Single()));
        Assert.Equal(Busy, await answer.Content.ReadAsStringAsync());
        Assert.Single(Upstream.Requests);
    }

    [Theory]
    [InlineData("user-agent", "claude-cli/2.1.0 (external, cli)", 1)]
    [InlineData("user-agent", "codex_exec/0.60.0", 1)]
    [InlineData("x-stainless-retry-count", "0", 1)]
    [InlineData("user-agent", "node-fetch", 1)]
    [InlineData("user-agent", "curl/8.0", 2)]
    public async Task A_stream_is_tried_again_only_for_clients_that_do_not(string header, string value, int attempts)
    {
        Upstream.NextJson(Busy, 529, ("retry-after", "0"));
        Upstream.Next((context, request) => AnthropicReplies.WriteAsync(context, request, new ModelReply("Hello.")));
        using HttpResponseMessage answer = await PostAsync("/v1/messages", Streamed, (header, value));
        Assert.Equal(attempts == 1 ? 529 : 200, (int)answer.StatusCode);
        Assert.Equal(attempts, Upstream.Requests.Count);
    }

    [Theory]
    [InlineData("/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse", "GeminiCLI-tui/0.61.0/gemini-2.5-pro (linux; x64; terminal)", 1)]
    [InlineData("/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse", "curl/8.0", 2)]
    [InlineData("/v1beta/models/gemini-2.5-pro:generateContent", "GeminiCLI-tui/0.61.0/gemini-2.5-pro (linux; x64; terminal)", 2)]
    public async Task Where_the_path_asks_for_the_stream_it_is_one_too(string path, string agent, int attempts)
    {
        Upstream.NextJson("{}", 429, ("retry-after", "0"));
        Upstream.NextJson("{}");
        using HttpResponseMessage answer = await PostAsync(path, "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"x\"}]}]}", ("user-agent", agent));
        Assert.Equal(attempts, Upstream.Requests.Count);
        Assert.Equal(attempts == 1 ? 429 : 200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task The_continuation_after_a_retrieval_is_tried_again_for_every_client()
    {
        Upstream.Next((context, request) =>
        {
            string hash = System.Text.RegularExpressions.Regex.Match(request.Text, "hash=([0-9a-f]{24})").Groups[1].Value;
            return AnthropicReplies.WriteAsync(context, request, new ModelReply("Looking.", null, ModelCall.Retrieve("own1", hash)));
        });
        Upstream.NextJson(Busy, 529, ("retry-after", "0"));
        Upstream.Next((context, request) => AnthropicReplies.WriteAsync(context, request, new ModelReply("Row 17 failed.")));
        using HttpResponseMessage answer = await PostAsync(
            "/v1/messages", WithToolResult("anthropic", ToolOutputs.Servers(3), isStream: true), ("user-agent", "claude-cli/2.1.0"));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Row 17 f", text, StringComparison.Ordinal);
        Assert.DoesNotContain("event: error", text, StringComparison.Ordinal);
        Assert.Equal(3, Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_provider_that_sends_nothing_is_a_timeout_before_its_answer_and_a_broken_stream_inside_it()
    {
        await using ProxyProcess impatient = await ProxyProcess.StartAsync(Data.Path + "-idle", Upstream.Url, "--idle-timeout", "1");
        Upstream.Next((context, _) => ScriptedUpstream.UntilGoneAsync(context));
        using HttpResponseMessage late = await impatient.Client.PostAsync("/v1/messages", new StringContent(Plain, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.GatewayTimeout, late.StatusCode);
        Assert.Equal("timeout_error", (string?)JsonNode.Parse(await late.Content.ReadAsStringAsync())!["error"]!["type"]);

        Upstream.Next(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await AnthropicReplies.SendAsync(context, "ping", []);
            await ScriptedUpstream.UntilGoneAsync(context);
        });
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = new StringContent(Streamed, Encoding.UTF8, "application/json") };
        using HttpResponseMessage cut = await impatient.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using Stream body = await cut.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(body);
        Assert.Equal("event: ping", await reader.ReadLineAsync());
        await Assert.ThrowsAnyAsync<IOException>(reader.ReadToEndAsync);
    }
}
