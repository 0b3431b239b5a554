using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Agents;

namespace Headroom.EndToEnd.Tests;

/// <summary>What a caller of <c>/v1/compress</c> may choose, and what comes of it.</summary>
public sealed class CompressSettingsTests : ProxyTest
{
    private static readonly string Rows = ToolOutputs.Servers(3);

    [Fact]
    public async Task A_simulation_returns_the_messages_as_they_are_beside_what_they_would_be_and_stores_nothing()
    {
        JsonNode simulated = await CompressAsync(new JsonObject { ["default_mode"] = "simulate", ["generate_diff_artifact"] = true });
        JsonNode compressed = await CompressAsync(null);

        Assert.Equal(Rows, Result(simulated["messages"]!));
        Assert.True(JsonNode.DeepEquals(compressed["messages"], simulated["messages_optimized"]));
        Assert.Equal((long)compressed["tokens_saved"]!, (long)simulated["tokens_saved"]!);
        Assert.Equal((long)simulated["tokens_saved"]!, (long)simulated["waste_signals"]!["json_bloat"]!, tolerance: 3);
        Assert.Equal((long)simulated["tokens_before"]!, simulated["block_breakdown"]!.AsObject().Sum(part => (long)part.Value!));
        Assert.True((long)simulated["block_breakdown"]!["tool_result"]! > (long)simulated["block_breakdown"]!["user"]!);
        Assert.EndsWith("%", (string)simulated["estimated_savings"]!, StringComparison.Ordinal);
        Assert.Equal(64, ((string)simulated["stable_prefix_hash"]!).Length);
    }

    [Theory]
    [InlineData("simulate", HttpStatusCode.NotFound)]
    [InlineData("audit", HttpStatusCode.NotFound)]
    [InlineData("optimize", HttpStatusCode.OK)]
    public async Task Only_what_is_sent_is_stored(string mode, HttpStatusCode retrieved)
    {
        JsonNode answer = await CompressAsync(new JsonObject { ["default_mode"] = mode });
        string hash = (string)answer["ccr_hashes"]!.AsArray().Single()!;
        Assert.Equal(retrieved, (await Proxy.Client.GetAsync($"/v1/retrieve/{hash}")).StatusCode);
        Assert.Equal(mode != "optimize", Result(answer["messages"]!) == Rows);
        Assert.Equal(mode == "simulate", answer["messages_optimized"] is not null);
    }

    [Fact]
    public async Task The_stable_prefix_is_what_stands_before_the_first_words_of_the_user()
    {
        string first = await PrefixAsync("You are careful.", "Which one failed?");
        Assert.Equal(first, await PrefixAsync("You are careful.", "And which one is slow?"));
        Assert.NotEqual(first, await PrefixAsync("You are careful. It is Tuesday.", "Which one failed?"));
    }

    [Fact]
    public async Task The_last_messages_stay_as_they_are_where_the_caller_says_so()
    {
        Assert.Equal(Rows, Result((await CompressAsync(new JsonObject { ["protect_recent"] = 1 }))["messages"]!));
        Assert.NotEqual(Rows, Result((await CompressAsync(new JsonObject { ["protect_recent"] = 0 }))["messages"]!));
    }

    [Fact]
    public async Task A_profile_can_be_chosen_for_all_and_for_one_tool()
    {
        long balanced = (long)(await CompressAsync(null))["tokens_after"]!;
        JsonNode conservative = await CompressAsync(new JsonObject { ["profile"] = "conservative" });
        JsonNode raw = await CompressAsync(new JsonObject { ["tool_profiles"] = new JsonObject { ["sea*"] = "raw" } });
        Assert.InRange((long)conservative["tokens_after"]!, balanced + 1, (long)conservative["tokens_before"]! - 1);
        Assert.Equal(Rows, Result(raw["messages"]!));
    }

    [Fact]
    public async Task What_the_user_says_is_compressed_only_where_the_caller_says_so()
    {
        var messages = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = Rows });
        Assert.Equal(Rows, (string)(await CompressAsync(null, messages))["messages"]![0]!["content"]!);
        string allowed = (string)(await CompressAsync(new JsonObject { ["compress_user_messages"] = true }, messages))["messages"]![0]!["content"]!;
        Assert.True(allowed.Length * 3 < Rows.Length);
    }

    [Fact]
    public async Task Words_are_left_out_of_what_a_user_says_and_of_no_tool_result()
    {
        static JsonObject Allowed() => new() { ["compress_user_messages"] = true };
        string said = (string)(await CompressAsync(Allowed(), [new JsonObject { ["role"] = "user", ["content"] = Report }]))["messages"]![0]!["content"]!;
        Assert.StartsWith("[Words of little weight left out]\n", said, StringComparison.Ordinal);
        Assert.Contains("must not stop node 17", said, StringComparison.Ordinal);
        Assert.Equal(Report, Result((await CompressAsync(Allowed(), ToolSays(Report, "Go on.")))["messages"]!));
    }

    [Fact]
    public async Task Of_prose_from_a_tool_the_sentences_stay_that_answer_the_question()
    {
        string shown = Result((await CompressAsync(null, ToolSays(Report, "Which cable was bought for the harbour?")))["messages"]!);
        Assert.Contains("For the harbour they bought a cable of copper from Norwich.", shown, StringComparison.Ordinal);
        Assert.True(shown.Length * 2 < Report.Length);
    }

    [Fact]
    public async Task A_token_budget_makes_the_compression_harder_where_the_profile_leaves_more()
    {
        string code = string.Concat(Enumerable.Range(0, 20).Select(i => $"def step_{i}(value):\n{string.Concat(Enumerable.Range(0, 12).Select(j => $"    value = (value + {i}) * {j}\n"))}    return value\n\n"));
        var messages = new JsonArray(
            new JsonObject { ["role"] = "assistant", ["content"] = null, ["tool_calls"] = new JsonArray(new JsonObject { ["id"] = "t1", ["type"] = "function", ["function"] = new JsonObject { ["name"] = "Read", ["arguments"] = "{}" } }) },
            new JsonObject { ["role"] = "tool", ["tool_call_id"] = "t1", ["content"] = code });
        JsonNode free = await CompressAsync(null, messages);
        JsonNode bound = await CompressAsync(null, messages, budget: 100);
        Assert.Equal((long)free["tokens_before"]!, (long)free["tokens_after"]!);
        Assert.True((long)bound["tokens_after"]! * 2 < (long)bound["tokens_before"]!);
    }

    [Fact]
    public async Task A_choice_that_makes_no_sense_is_named()
    {
        (string Members, string Named)[] choices =
        [
            ("""{"config":5}""", "config must be an object"),
            ("""{"config":{"target_ratio":0}}""", "target_ratio"),
            ("""{"config":{"target_ratio":"half"}}""", "target_ratio"),
            ("""{"config":{"protect_recent":-1}}""", "protect_recent"),
            ("""{"config":{"protect_recent":1.5}}""", "protect_recent"),
            ("""{"config":{"compress_user_messages":"yes"}}""", "compress_user_messages"),
            ("""{"config":{"default_mode":"fast"}}""", "default_mode"),
            ("""{"config":{"profile":"best"}}""", "conservative, balanced, aggressive"),
            ("""{"config":{"tool_profiles":{"grep":"best"}}}""", "tool_profiles"),
            ("""{"config":{"question":"\ud800"}}""", "Unicode"),
            ("""{"token_budget":0}""", "token_budget"),
            ("""{"token_budget":[]}""", "token_budget"),
        ];
        foreach ((string members, string named) in choices)
        {
            using HttpResponseMessage answer = await PostAsync("/v1/compress", members[..^1] + ",\"messages\":[]}");
            JsonNode error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!;
            Assert.Equal((members, HttpStatusCode.BadRequest, "invalid_request"), (members, answer.StatusCode, (string)error["type"]!));
            Assert.Contains(named, (string)error["message"]!, StringComparison.Ordinal);
        }
    }

    private static string Report => string.Join("\n\n", Enumerable.Range(10, 12).Select(i =>
        $"In the week {i} of the year the team of the {(char)('a' + i)}-station has seen that the {(char)('b' + i)}-engine was in the state in which it had been. "
        + $"They must not stop node {i} in the time that is given for the check of the {(char)('c' + i)}-valve. "
        + (i == 15 ? "For the harbour they bought a cable of copper from Norwich." : $"The {(char)('d' + i)}-report is on the table of the office.")));

    private static JsonArray ToolSays(string content, string question) =>
    [
        new JsonObject { ["role"] = "user", ["content"] = question },
        new JsonObject { ["role"] = "assistant", ["content"] = null, ["tool_calls"] = new JsonArray(new JsonObject { ["id"] = "t1", ["type"] = "function", ["function"] = new JsonObject { ["name"] = "fetch", ["arguments"] = "{}" } }) },
        new JsonObject { ["role"] = "tool", ["tool_call_id"] = "t1", ["content"] = content },
    ];

    private static string Result(JsonNode messages) => (string)messages.AsArray()[^1]!["content"]!;

    private async Task<string> PrefixAsync(string system, string question) =>
        (string)(await CompressAsync(
            new JsonObject { ["default_mode"] = "audit" },
            [new JsonObject { ["role"] = "system", ["content"] = system }, new JsonObject { ["role"] = "user", ["content"] = question }]))["stable_prefix_hash"]!;

    private async Task<JsonNode> CompressAsync(JsonObject? config, JsonArray? messages = null, int? budget = null)
    {
        JsonNode body = JsonNode.Parse(WithToolResult("chat", Rows))!;
        body["messages"] = messages?.DeepClone() ?? body["messages"]!.DeepClone();
        body["config"] = config;
        body["token_budget"] = budget;
        using HttpResponseMessage answer = await PostAsync("/v1/compress", JsonSerializer.Serialize(body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
