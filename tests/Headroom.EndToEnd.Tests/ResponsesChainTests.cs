using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary>Requests that go on from an answer that the provider keeps, and hold only what is new.</summary>
public sealed class ResponsesChainTests : ProxyTest
{
    [Fact]
    public async Task Any_id_that_a_client_saw_leads_to_the_end_of_the_answer_also_after_a_kill()
    {
        Reply(new ModelReply(null, null, new ModelCall("c1", "search", [])));
        string first = Id(await SendAsync(null, "{\"role\":\"user\",\"content\":\"Which one failed?\"}"));
        Reply(new ModelReply("One moment. ", "hm", ModelCall.Retrieve("own", "HASH")));
        Reply(new ModelReply("It is node 7."));
        string stream = await SendAsync(first, Output("c1", ToolOutputs.Servers(1)));
        string shown = Regex.Match(stream, "\"type\":\"response.created\".*?\"id\":\"([^\"]+)\"").Groups[1].Value, last = Id(stream);
        Assert.NotEqual(shown, last);
        JsonNode continuation = JsonNode.Parse(Upstream.Requests.Last().Text)!;
        Assert.Equal((shown, 1), ((string?)continuation["previous_response_id"], continuation["input"]!.AsArray().Count));

        await RestartAsync();
        foreach (string id in new[] { shown, last })
        {
            Reply(new ModelReply("Yes."));
            await SendAsync(id, "{\"role\":\"user\",\"content\":\"Sure?\"}");
            Assert.Equal(last, (string?)JsonNode.Parse(Upstream.Requests.Last().Text)!["previous_response_id"]);
        }
    }

    [Fact]
    public async Task What_upstream_waits_for_goes_before_what_the_client_answers()
    {
        Reply(new ModelReply("Both.", null, ModelCall.Retrieve("own", "HASH"), new ModelCall("c2", "search", [])));
        string call = "{\"role\":\"user\",\"content\":\"Which one failed?\"},{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"search\",\"arguments\":\"{}\"},";
        string mixed = Id(await SendAsync(null, call + Output("c1", ToolOutputs.Servers(1))));
        await RestartAsync();
        for (int attempt = 0; attempt < 2; attempt++)
        {
            Reply(new ModelReply("Done."));
            await SendAsync(mixed, Output("c2", "found"));
            JsonArray input = JsonNode.Parse(Upstream.Requests.Last().Text)!["input"]!.AsArray();
            Assert.Equal([("own", ToolOutputs.Servers(1)), ("c2", "found")], input.Select(item => ((string)item!["call_id"]!, (string)item["output"]!)));
        }
    }

    [Fact]
    public async Task What_is_new_is_compressed_and_goes_again_with_the_same_bytes()
    {
        Reply(new ModelReply(null, null, new ModelCall("c1", "search", [])));
        string first = Id(await SendAsync(null, "{\"role\":\"user\",\"content\":\"Which one failed?\"}"));
        List<string> sent = [];
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Reply(new ModelReply("Node 7."));
            await SendAsync(first, Output("c1", ToolOutputs.Servers(1)));
            sent.Add(Upstream.Requests.Last().Text);
        }

        Assert.Single(sent.Distinct());
        Assert.Matches("hash=[0-9a-f]{24}", sent[0]);
    }

    [Fact]
    public async Task A_history_that_is_sent_whole_after_all_has_the_bytes_that_went_with_the_chain()
    {
        const string question = "{\"role\":\"user\",\"content\":\"Which one failed?\"}";
        Reply(new ModelReply(null, "hm", new ModelCall("c1", "search", [])));
        string first = await SendAsync(null, question);
        Reply(new ModelReply("Node 7."));
        await SendAsync(Id(first), Output("c1", ToolOutputs.Servers(1)));
        string inChain = Regex.Match(Upstream.Requests.Last().Text, "\"output\":(\"(?:[^\"\\\\]|\\\\.)*\")").Groups[1].Value;
        string made = Closing(first)["output"]!.AsArray()[0]!.ToJsonString() + ",{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"search\",\"arguments\":\"{}\"},";
        Reply(new ModelReply("Node 7."));
        await SendAsync(null, $"{question},{made}{Output("c1", ToolOutputs.Servers(1))}");
        Assert.Contains(inChain, Upstream.Requests.Last().Text, StringComparison.Ordinal);
        Assert.Contains("hash=", inChain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_made_with_an_account_goes_to_chatgpt_with_its_headers()
    {
        string token = "eyJhbGciOiJub25lIn0." + Convert.ToBase64String("{\"https://api.openai.com/auth\":{\"chatgpt_account_id\":\"acc\"}}"u8).TrimEnd('=').Replace('+', '-').Replace('/', '_') + ".x";
        foreach ((string path, string authorization, string target) in new[]
        {
            ("/v1/responses", "Bearer " + token, "/backend-api/codex/responses"), ("/v1/codex/responses", "Bearer " + token, "/backend-api/codex/responses"),
            ("/backend-api/codex/responses", "Bearer " + token, "/backend-api/codex/responses"), ("/v1/codex/responses", "Bearer sk-1", "/v1/responses"),
        })
        {
            Reply(new ModelReply("Yes."));
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{\"model\":\"gpt-5\",\"input\":\"hi\"}") };
            foreach ((string name, string value) in new[] { ("Authorization", authorization), ("session-id", "s"), ("x-codex-turn-metadata", "{\"a\":1}"), ("OpenAI-Beta", "responses=v1") })
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using HttpResponseMessage answer = await Proxy.Client.SendAsync(request);
            RecordedRequest got = Upstream.Requests.Last();
            Assert.Equal(target, got.Target);
            Assert.Equal((authorization, "s", "{\"a\":1}", "responses=v1"), (got.Headers["Authorization"], got.Headers["session-id"], got.Headers["x-codex-turn-metadata"], got.Headers["OpenAI-Beta"]));
        }
    }

    private static JsonNode Closing(string stream) => JsonNode.Parse(stream.Split('\n').Last(line => line.StartsWith("data: {", StringComparison.Ordinal))[6..])!["response"]!;

    private static string Id(string stream) => (string)Closing(stream)["id"]!;

    private static string Output(string callId, string output) =>
        $$"""{"type":"function_call_output","call_id":"{{callId}}","output":{{System.Text.Json.JsonSerializer.Serialize(output)}} }""";

    private void Reply(ModelReply reply) => Upstream.Next((context, request) =>
    {
        foreach (ModelCall call in reply.Calls.Where(call => (string?)call.Input["hash"] == "HASH"))
        {
            call.Input["hash"] = Regex.Match(request.Text, "hash=([0-9a-f]{24})").Groups[1].Value;
        }

        return ResponsesReplies.WriteAsync(context, request, reply);
    });

    private async Task<string> SendAsync(string? previous, string items)
    {
        string head = previous is null ? "" : $"\"previous_response_id\":\"{previous}\",";
        using var content = new StringContent($$"""{"model":"gpt-5","stream":true,{{head}}"tools":[{"type":"function","name":"search"}],"input":[{{items}}]}""");
        using HttpResponseMessage answer = await Proxy.Client.PostAsync("/v1/responses", content);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        Assert.DoesNotContain("headroom_retrieve", text, StringComparison.Ordinal);
        return text;
    }
}
