using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary>Message batches: each request is made smaller, and what the model asks for is answered when the results are read.</summary>
public sealed class BatchTests : ProxyTest
{
    private static readonly string Big = WithToolResult("anthropic", ToolOutputs.Servers(3));

    [Fact]
    public async Task Each_request_is_made_smaller_and_the_rest_of_the_body_stays()
    {
        JsonNode sent = (await CreateAsync()).Sent;
        Assert.Equal("first", (string?)sent["requests"]![0]!["custom_id"]);
        Assert.True(sent["requests"]![0]!["params"]!.ToJsonString().Length < Big.Length / 2);
        Assert.Equal("""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}]}""", sent["requests"]![1]!["params"]!.ToJsonString());
        Assert.Equal("kept", (string?)sent["unknown"]);
    }

    [Fact]
    public async Task A_batch_with_nothing_to_compress_goes_byte_for_byte()
    {
        const string body = """{ "requests" : [ {"custom_id":"a","params":{"model":"m","max_tokens":1e1,"messages":[{"role":"user","content":"\u0041"}]}} ] }""";
        Upstream.NextJson("""{"id":"msgbatch_1","type":"message_batch","results_url":null}""");
        using HttpResponseMessage answer = await PostAsync("/v1/messages/batches", body);
        Assert.Equal(body, Assert.Single(Upstream.Requests).Text);
        Assert.Equal("""{"id":"msgbatch_1","type":"message_batch","results_url":null}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_is_no_batch_is_the_providers_to_refuse()
    {
        Upstream.NextJson("{\"says\":\"no\"}", 400);
        using HttpResponseMessage answer = await PostAsync("/v1/messages/batches", "{\"requests\":[5]}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("{\"requests\":[5]}", Assert.Single(Upstream.Requests).Text);
    }

    [Fact]
    public async Task The_address_of_the_results_is_ours_wherever_the_batch_is_told_of()
    {
        (JsonNode told, _) = await CreateAsync();
        string ours = Proxy.Client.BaseAddress + "v1/messages/batches/msgbatch_1/results";
        Assert.Equal(ours, (string?)told["results_url"]);
        string list = "{\"data\":[" + Batch("msgbatch_1") + "," + Batch("msgbatch_2") + "],\"has_more\":false}";
        Upstream.NextJson(list);
        JsonNode listed = JsonNode.Parse(await Proxy.Client.GetStringAsync("/v1/messages/batches?limit=20"))!;
        Assert.Equal([ours, "https://api.anthropic.com/v1/messages/batches/msgbatch_2/results"], listed["data"]!.AsArray().Select(batch => (string?)batch!["results_url"]));
    }

    [Fact]
    public async Task A_model_that_calls_our_tool_is_answered_once_and_the_line_stays_the_same()
    {
        (_, JsonNode sent) = await CreateAsync();
        string hash = Regex.Match(sent.ToJsonString(), "hash=([0-9a-f]{24})").Groups[1].Value;
        const string other = """{"custom_id":"second","result":{"type":"succeeded","message":{"id":"m2","type":"message","content":[{"type":"text","text":"Hi"}]}}}""";
        string asks = """{"custom_id":"first","result":{"type":"succeeded","message":{"id":"m1","type":"message","role":"assistant","content":[{"type":"text","text":"Looking."},{"type":"tool_use","id":"own1","name":"headroom_retrieve","input":{"hash":"HASH"}}],"stop_reason":"tool_use","usage":{"input_tokens":5,"output_tokens":7}}}}""".Replace("HASH", hash, StringComparison.Ordinal);
        Upstream.Next((context, _) => WriteLinesAsync(context, other, asks));
        Upstream.Next((context, request) => AnthropicReplies.WriteAsync(context, request, new ModelReply("Row 17 failed.")));
        string results = await Proxy.Client.GetStringAsync("/v1/messages/batches/msgbatch_1/results");

        string[] lines = results.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(other, lines[0]);
        JsonNode message = JsonNode.Parse(lines[1])!["result"]!["message"]!;
        Assert.Equal(["Looking.", "Row 17 failed."], message["content"]!.AsArray().Select(block => (string?)block!["text"]));
        Assert.Equal(("end_turn", 27), ((string?)message["stop_reason"], (int?)message["usage"]!["output_tokens"]));
        RecordedRequest continuation = Upstream.Requests.Last();
        Assert.Equal("/v1/messages", continuation.Target);
        Assert.Contains("disk full on /var", JsonNode.Parse(continuation.Text)!["messages"]!.AsArray()[^1]!.ToJsonString(), StringComparison.Ordinal);

        Upstream.Next((context, _) => WriteLinesAsync(context, other, asks));
        Assert.Equal(results, await Proxy.Client.GetStringAsync("/v1/messages/batches/msgbatch_1/results"));
        Assert.True(Upstream.IsScriptDone);
    }

    [Fact]
    public async Task Where_the_provider_refuses_to_go_on_the_result_says_so_and_can_be_asked_for_again()
    {
        (_, JsonNode sent) = await CreateAsync();
        string hash = Regex.Match(sent.ToJsonString(), "hash=([0-9a-f]{24})").Groups[1].Value;
        string asks = """{"custom_id":"first","result":{"type":"succeeded","message":{"id":"m1","type":"message","role":"assistant","content":[{"type":"tool_use","id":"own1","name":"headroom_retrieve","input":{"hash":"HASH"}}],"stop_reason":"tool_use"}}}""".Replace("HASH", hash, StringComparison.Ordinal);
        Upstream.Next((context, _) => WriteLinesAsync(context, asks));
        Upstream.NextJson("{}", 400);
        JsonNode refused = JsonNode.Parse(await Proxy.Client.GetStringAsync("/v1/messages/batches/msgbatch_1/results"))!;
        Assert.Equal(("first", "errored"), ((string?)refused["custom_id"], (string?)refused["result"]!["type"]));
        Assert.Contains("400", (string?)refused["result"]!["error"]!["error"]!["message"], StringComparison.Ordinal);

        Upstream.Next((context, _) => WriteLinesAsync(context, asks));
        Upstream.Next((context, request) => AnthropicReplies.WriteAsync(context, request, new ModelReply("Row 17 failed.")));
        Assert.Contains("Row 17 failed.", await Proxy.Client.GetStringAsync("/v1/messages/batches/msgbatch_1/results"), StringComparison.Ordinal);
    }

    private static string Batch(string id) =>
        $$"""{"id":"{{id}}","type":"message_batch","results_url":"https://api.anthropic.com/v1/messages/batches/{{id}}/results"}""";

    private static async Task WriteLinesAsync(Microsoft.AspNetCore.Http.HttpContext context, params string[] lines)
    {
        context.Response.ContentType = "application/x-jsonl";
        await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, string.Concat(lines.Select(line => line + "\n")));
    }

    private async Task<(JsonNode Told, JsonNode Sent)> CreateAsync()
    {
        string first = WithToolResult("anthropic", ToolOutputs.Servers(3));
        string body = $$$"""{"unknown":"kept","requests":[{"custom_id":"first","params":{{{first}}}},{"custom_id":"second","params":{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}]}}]}""";
        Upstream.NextJson(Batch("msgbatch_1"));
        using HttpResponseMessage answer = await PostAsync("/v1/messages/batches", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (JsonNode.Parse(await answer.Content.ReadAsStringAsync())!, JsonNode.Parse(Upstream.Requests.Last().Text)!);
    }
}
