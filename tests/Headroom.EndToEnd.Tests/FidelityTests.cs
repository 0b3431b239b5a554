using System.Net;
using System.Security.Cryptography;
using System.Text;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary>What is not changed is not touched, in either direction.</summary>
public sealed class FidelityTests : ProxyTest
{
    private static readonly (string Path, string Body)[] OddBodies =
    [
        ("/v1/messages", "{ \"model\":\"m\" ,\"max_tokens\":5,\"x\":{\"b\":1.0,\"a\":1e400,\"big\":12345678901234567890,\"neg\":-0.0,\"a\":1},\n\t\"messages\":[{\"content\":\"h\\u00e9 \\/ \\ud83d\\ude00 é\",\"role\":\"user\",\"zz\":[]}] }"),
        ("/v1/chat/completions", "{\"messages\":[{\"role\":\"user\",\"content\":\"\\u00e9\\/\"},{\"role\":\"assistant\",\"content\":null,\"brand_new\":{\"a\":1,\"a\":2}}],\"seed\":9007199254740993,\"x\":null,\"temperature\":1.0}"),
        ("/v1/embeddings", "{\"input\":[1.0,1e400]}"),
        ("/v1beta/models/gemini-2.5-pro:generateContent?alt=sse&key=%2Fa%20b", "{\"contents\":[]}"),
    ];

    [Fact]
    public async Task A_request_with_nothing_to_compress_arrives_with_the_same_bytes()
    {
        foreach ((string path, string body) in OddBodies)
        {
            Upstream.NextJson("{}");
            await PostAsync(path, body);
            RecordedRequest arrived = Upstream.Requests.Last();
            Assert.Equal(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(body))), Convert.ToHexString(SHA256.HashData(arrived.Body)));
            Assert.Equal(path, arrived.Target);
        }

        Assert.Equal(OddBodies.Length, Upstream.Requests.Count);
    }

    [Fact]
    public async Task Our_headers_stay_here_and_all_others_cross_as_they_came()
    {
        Upstream.NextJson("{}");
        await PostAsync(
            "/v1/messages", "{\"model\":\"m\",\"messages\":[]}", ("anthropic-beta", "b-2,a-1, c"), ("x-api-key", "secret"), ("x-headroom-session-id", "s"),
            ("X-Headroom-Anything", "v"), ("cookie", "a=b"), ("x-custom", "q=\"1\""));
        RecordedRequest arrived = Assert.Single(Upstream.Requests);
        Assert.Equal("b-2,a-1, c", arrived.Headers["anthropic-beta"]);
        Assert.Equal("secret", arrived.Headers["x-api-key"]);
        Assert.Equal("q=\"1\"", arrived.Headers["x-custom"]);
        Assert.DoesNotContain(arrived.Headers.Keys, name => name.StartsWith("x-headroom", StringComparison.OrdinalIgnoreCase) || name.StartsWith("traceparent", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("gemini")]
    public async Task A_bypassed_request_goes_as_it_came_and_stays_raw_afterwards(string protocol)
    {
        string body = WithToolResult(protocol, ToolOutputs.Servers(1));
        Upstream.NextJson("{}");
        Upstream.NextJson("{}");
        await PostAsync(PathOf(protocol), body, ("x-headroom-bypass", "true"));
        Assert.Equal(body, Upstream.Requests.Last().Text);
        await PostAsync(PathOf(protocol), body);
        string later = Upstream.Requests.Last().Text;
        string history = $"\"{AgentConversation.For(protocol).HistoryName}\":[";
        Assert.Equal(body[body.IndexOf(history, StringComparison.Ordinal)..], later[later.IndexOf(history, StringComparison.Ordinal)..]);
    }

    [Theory]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    [InlineData("chat", false)]
    [InlineData("chat", true)]
    [InlineData("responses", false)]
    [InlineData("responses", true)]
    [InlineData("gemini", false)]
    [InlineData("gemini", true)]
    public async Task Figures_are_in_the_headers_of_whole_and_streamed_answers(string protocol, bool isStream)
    {
        Upstream.Next((context, request) => AgentConversation.For(protocol).ReplyAsync(context, request, new ModelReply("Node 7.")));
        using HttpResponseMessage answer = await PostAsync(PathOf(protocol, isStream), WithToolResult(protocol, ToolOutputs.Servers(1), isStream: isStream));
        int before = Figure("before"), after = Figure("after");
        Assert.InRange(after, 1, before / 3);
        Assert.Equal(before - after, Figure("saved"));
        Assert.Contains("json:", answer.Headers.GetValues("x-headroom-transforms").Single(), StringComparison.Ordinal);

        int Figure(string name) => int.Parse(answer.Headers.GetValues("x-headroom-tokens-" + name).Single());
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("gemini")]
    public async Task Without_a_tool_to_redeem_it_no_marker_leaves(string protocol)
    {
        Upstream.NextJson("{}");
        string rows = "[" + string.Join(',', Enumerable.Range(0, 300).Select(i => $"{{\"name\":\"row\",\"value\":{i * 7919 % 1000}}}")) + "]";
        await PostAsync(PathOf(protocol), WithToolResult(protocol, rows, withTools: false));
        string sent = Upstream.Requests.Last().Text;
        Assert.DoesNotContain("headroom_retrieve", sent, StringComparison.Ordinal);
        Assert.True(sent.Length < rows.Length, "a lossless form is shorter");
        Assert.All(Enumerable.Range(0, 300), i => Assert.Contains((i * 7919 % 1000).ToString(), sent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_of_the_provider_comes_back_as_it_is()
    {
        Upstream.Next(async (context, _) =>
        {
            context.Response.StatusCode = 529;
            context.Response.Headers.RetryAfter = "13";
            await context.Response.Body.WriteAsync("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}"u8.ToArray());
        });
        using HttpResponseMessage answer = await PostAsync("/v1/messages", WithToolResult("anthropic", ToolOutputs.Servers(2), isStream: true));
        Assert.Equal(529, (int)answer.StatusCode);
        Assert.Equal("13", answer.Headers.GetValues("Retry-After").Single());
        Assert.Equal("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_page_of_somebody_else_is_refused()
    {
        using HttpResponseMessage rebound = await PostAsync("/v1/messages", "{}", ("Host", "evil.example"));
        using HttpResponseMessage foreign = await PostAsync("/v1/messages", "{}", ("Origin", "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, rebound.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.Empty(Upstream.Requests);
    }
}
