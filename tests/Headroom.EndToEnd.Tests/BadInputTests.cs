using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Headroom.EndToEnd.Tests;

/// <summary>Bad input gets the provider's own answer, or a clear error in the protocol's shape; never a 500, never a hang.</summary>
public sealed class BadInputTests : ProxyTest
{
    private static readonly string[] Bodies =
    [
        "{\"model\": broken",
        "",
        "[]",
        "\"text\"",
        "{\"messages\":\"no list\",\"model\":5}",
        "{\"messages\":[5,null,\"x\"]}",
        "{\"messages\":[{\"role\":5,\"content\":{}}]}",
        "{\"messages\":" + new string('[', 10_000) + new string(']', 10_000) + "}",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"[" + string.Concat(Enumerable.Repeat("[", 10_000)) + "\"}]}",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"\\ud800" + new string('x', 2_000) + "\"}]}",
    ];

    [Theory]
    [InlineData("/v1/messages")]
    [InlineData("/v1/chat/completions")]
    public async Task The_provider_says_what_is_wrong_with_a_body_that_we_do_not_understand(string path)
    {
        foreach (string body in Bodies)
        {
            Upstream.NextJson("{\"provider\":\"says no\"}", 400);
            using HttpResponseMessage answer = await PostAsync(path, body);
            Assert.Equal("says no", (string?)(await ReadAsync(answer))["provider"]);
            Assert.Equal(body, Upstream.Requests.Last().Text);
        }

        Assert.Equal(Bodies.Length, Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_body_that_cannot_be_compressed_gets_a_clear_error_or_its_messages_back()
    {
        foreach (string body in Bodies)
        {
            using HttpResponseMessage answer = await PostAsync("/v1/compress", body);
            JsonNode text = await ReadAsync(answer);
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.OK, $"{answer.StatusCode}");
            Assert.True(answer.StatusCode == HttpStatusCode.OK ? text["messages"] is not null : ((string)text["error"]!["message"]!).Length > 0);
        }

        Assert.Empty(Upstream.Requests);
    }

    [Fact]
    public async Task Invalid_utf8_inside_a_string_arrives_as_it_came()
    {
        byte[] body = [.. Encoding.ASCII.GetBytes("{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\""), .. Enumerable.Repeat((byte)0xC3, 3_000), .. Encoding.ASCII.GetBytes("\"}]}")];
        Upstream.NextJson("{}");
        using HttpResponseMessage answer = await PostAsync("/v1/chat/completions", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(body, Assert.Single(Upstream.Requests).Body);
    }

    [Fact]
    public async Task A_body_too_large_to_be_parsed_streams_through_and_is_counted()
    {
        byte[] body = Encoding.ASCII.GetBytes("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + new string('a', 40 << 20) + "\"}]}");
        Upstream.NextJson("{}");
        using HttpResponseMessage answer = await PostAsync("/v1/messages", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(body.Length, Assert.Single(Upstream.Requests).Body.Length);
        Assert.Equal(1, (await StatsAsync())["requests"]!["oversize"]!.GetValue<int>());
    }

    [Fact]
    public async Task Compress_says_413_for_a_body_that_it_cannot_hold()
    {
        using HttpResponseMessage answer = await PostAsync("/v1/compress", new byte[40 << 20]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("/v1/messages", "error")]
    [InlineData("/v1/chat/completions", null)]
    public async Task An_unreachable_provider_is_an_error_in_its_own_shape(string path, string? type)
    {
        await Upstream.DisposeAsync();
        using HttpResponseMessage answer = await PostAsync(path, "{\"model\":\"m\",\"messages\":[]}");
        JsonNode body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(type, (string?)body["type"]);
        Assert.NotEmpty((string)body["error"]!["message"]!);
    }

    [Theory]
    [InlineData("000000000000000000000000", HttpStatusCode.NotFound)]
    [InlineData("not-a-hash", HttpStatusCode.BadRequest)]
    public async Task A_hash_that_was_never_stored_gets_a_clear_answer(string hash, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await Proxy.Client.GetAsync($"/v1/retrieve/{hash}");
        JsonNode body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(hash, (string)body["error"]!["message"]!, StringComparison.Ordinal);
        Assert.Equal((string)body["error"]!["message"]!, (string)body["detail"]!);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(), documentOptions: new() { MaxDepth = 20_000 })!;
}
