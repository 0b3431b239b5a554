using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Turns.Locating;

namespace Headroom.Protocols.Tests.Turns;

public sealed class ResponsesLocating
{
    private const string Function = """{"type":"function","name":"search"}""";

    [Fact]
    public void Every_range_is_exactly_the_value_at_its_place_in_any_order_of_properties() => Property.Holds(
        random =>
        {
            string body = Shuffled(JsonNode.Parse(ResponsesBody)!, random).ToJsonString(new JsonSerializerOptions { WriteIndented = random.Next(2) == 0 });
            TurnMap map = Map(WireProtocol.Responses, body);
            JsonElement root = JsonDocument.Parse(body).RootElement, input = root.GetProperty("input");
            Assert.Equal(input.GetRawText(), At(body, map.MessageList));
            Assert.Equal(root.GetProperty("tools").GetRawText(), At(body, map.Tools.Range));
            Assert.Equal(input.EnumerateArray().Select(item => item.GetRawText()), map.Messages.Select(item => At(body, item.Range)));
            Assert.All(map.Messages, item => Assert.All(item.Blocks, block => Assert.Contains(At(body, block.Token), At(body, item.Range))));
            Assert.Equal(["bad", "found é", "good", "more", "part", "patched", "shell"], Blocks(map, body).Order(StringComparer.Ordinal));
            Assert.Equal(["Which?"], Question(map, body));
            Assert.Equal("\"be short\"", At(body, map.System));
            Assert.Equal("900", At(body, map.MaxTokens));
            Assert.Equal(("gpt-5-codex", true, "pk", "resp_0", false, true), (map.Model, map.IsStream, map.PromptCacheKey, map.Kept!.PreviousId, map.Kept.IsStored, map.Kept.ReturnsReasoning));
            Assert.Equal("\"resp_0\"", At(body, map.Kept.PreviousIdToken));
        },
        100);

    [Fact]
    public void Tools_are_named_by_their_calls()
    {
        TurnMap map = Map(WireProtocol.Responses, ResponsesBody);
        Assert.Equal(["search", "exec", "exec", null, "shell", "shell", "apply_patch"], map.Messages.SelectMany(item => item.Blocks).Select(block => block.ToolName));
    }

    [Fact]
    public void What_the_model_made_is_told_from_what_the_client_says()
    {
        TurnMap map = Map(WireProtocol.Responses, ResponsesBody);
        string[] made = [.. map.Messages.Where(item => item.IsAssistant).Select(item => (string?)JsonNode.Parse(At(ResponsesBody, item.Range))!["type"] ?? "")];
        Assert.Equal(
            ["reasoning", "message", "function_call", "custom_tool_call", "local_shell_call", "shell_call", "apply_patch_call", "mcp_call", "item_reference"], made);
    }

    [Theory]
    [InlineData($"[{Function}]", "", true)]
    [InlineData("""[{"type":"custom","name":"exec"},{"type":"web_search"}]""", "", true)]
    [InlineData("""[{"type":"namespace","name":"n","tools":[]}]""", "", true)]
    [InlineData("""[{"type":"web_search"},{"type":"mcp","server_label":"s"},{"type":"image_generation"}]""", "", false)]
    [InlineData("[]", "", false)]
    [InlineData($"[{Function}]", ""","tool_choice":"none" """, true)]
    [InlineData($"[{Function}]", ""","tool_choice":{"type":"function","name":"search"}""", false)]
    [InlineData($"[{Function}]", ""","tool_choice":{"type":"allowed_tools","mode":"auto","tools":[]}""", false)]
    [InlineData($"[{Function}]", ""","background":true""", false)]
    [InlineData($"[{Function}]", ""","conversation":"conv_1" """, false)]
    [InlineData($"[{Function}]", ""","conversation":null""", true)]
    [InlineData("""[{"type":"function","name":"headroom_retrieve"}]""", "", false)]
    public void Our_tool_is_offered_beside_tools_of_the_clients_where_the_answer_can_be_continued(string tools, string more, bool isOffered) =>
        Assert.Equal(isOffered, Map(WireProtocol.Responses, $$"""{"input":"x","tools":{{tools}}{{more}} }""").Tools.MayOfferRetrieval);

    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    [InlineData("""[{"type":"web_search"}]""")]
    public void Tools_among_the_items_count_where_the_list_at_the_top_has_none_of_the_clients(string? top)
    {
        const string list = """[{"type":"namespace","name":"n","tools":[{"type":"custom","name":"exec"}]}]""";
        string body = $$"""{"input":[{"type":"additional_tools","role":"developer","tools":{{list}} },{"role":"user","content":"x"}]{{(top is null ? "" : ",\"tools\":" + top)}} }""";
        TurnMap map = Map(WireProtocol.Responses, body);
        Assert.True(map.Tools.MayOfferRetrieval);
        Assert.Equal(list, At(body, map.Tools.Range));
    }

    [Theory]
    [InlineData("""{"model":"gpt-5","store":false""", false)]
    [InlineData("""{"model":"o4-mini","store":false""", false)]
    [InlineData("""{"model":"openai/gpt-5.1","store":false""", false)]
    [InlineData("""{"model":"local","store":false,"reasoning":{"effort":"low"}""", false)]
    [InlineData("""{"model":"gpt-5","store":false,"include":["x","reasoning.encrypted_content"]""", true)]
    [InlineData("""{"model":"gpt-4o","store":false""", true)]
    [InlineData("""{"model":"local","store":false,"reasoning":null""", true)]
    public void Whether_thoughts_come_back_is_told(string head, bool comeBack) =>
        Assert.Equal(comeBack, Map(WireProtocol.Responses, head + ""","input":[]}""").Kept!.ReturnsReasoning);

    [Fact]
    public void An_input_that_is_one_string_is_what_the_user_says()
    {
        const string body = """{"input":"Which \"one\"?","model":"gpt-5"}""";
        TurnMap map = Map(WireProtocol.Responses, body);
        Assert.Equal(["Which \"one\"?"], Question(map, body));
        Assert.Equal("user", Assert.Single(map.Messages).Role);
        Assert.True(map.Kept!.IsStored);
    }

    [Theory]
    [InlineData("""{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"a\u00e9","annotations":[],"logprobs":[]}]}""", """{"role":"assistant","content":[{"text":"aé","type":"output_text"}]}""")]
    [InlineData("""{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"a"}]}""", """{"role":"assistant","content":"a"}""")]
    [InlineData("""{"type":"function_call","id":"fc_1","status":"completed","call_id":"c","name":"n","arguments":"{\"a\":\"\u00e9\"}"}""", """{"arguments":"{\"a\":\"é\"}","type":"function_call","name":"n","call_id":"c"}""")]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gA"}""", """{"type":"reasoning","summary":[{"type":"summary_text","text":"x"}],"content":null,"encrypted_content":"gA"}""")]
    public void What_the_model_made_is_recognised_however_a_client_writes_it(string given, string kept) => Assert.Equal(HashOf(given), HashOf(kept));

    [Fact]
    public void Anything_else_makes_another_item()
    {
        string[] items =
        [
            """{"role":"assistant","content":"a"}""", """{"role":"user","content":"a"}""", """{"role":"user","content":[{"type":"input_text","text":"a"}]}""",
            """{"role":"assistant","content":[{"type":"output_text","text":"a"},{"type":"output_text","text":""}]}""", """{"role":"assistant","content":"b"}""",
            """{"type":"function_call","call_id":"c","name":"n","arguments":"{}"}""", """{"type":"function_call","call_id":"d","name":"n","arguments":"{}"}""",
            """{"type":"function_call","call_id":"c","name":"m","arguments":"{}"}""", """{"type":"function_call","call_id":"c","name":"n","arguments":"{ }"}""",
            """{"type":"function_call_output","call_id":"c","output":"x"}""", """{"type":"function_call_output","call_id":"c","output": "x"}""",
            """{"type":"reasoning","encrypted_content":"a"}""", """{"type":"reasoning","encrypted_content":"b"}""", """{"type":"item_reference","id":"a"}""", """{"type":"item_reference","id":"b"}""",
        ];
        Assert.Equal(items.Length, items.Select(HashOf).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"input":7}""")]
    [InlineData("""{"input":null}""")]
    [InlineData("""{"input":{}}""")]
    [InlineData("""{"input":["x"]}""")]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"input":[],"input":[]}""")]
    [InlineData("""{"input":[],"inp\u0075t":"x"}""")]
    [InlineData("""{"input":[],"store":true,"store":false}""")]
    [InlineData("""{"input":[],"previous_response_id":"a","previous_response_id":"b"}""")]
    [InlineData("""{"input":[{"type":"function_call_output","output":"a","output":"b"}]}""")]
    [InlineData("""{"input":[{"type":"message","type":"function_call_output","output":"a"}]}""")]
    [InlineData("""{"input":[{"type":"function_call_output","call_id":"a","call_id":"b","output":"a"}]}""")]
    [InlineData("""{"input":[]} x""")]
    public void What_parsers_disagree_on_or_is_no_request_is_left_alone(string body) =>
        Assert.False(TurnLocator.TryLocate(WireProtocol.Responses, Property.Utf8(body), out _));

    [Fact]
    public void A_part_with_a_property_given_twice_is_no_block()
    {
        const string body = """{"input":[{"type":"function_call_output","output":[{"type":"input_text","text":"a","text":"b"},{"type":"input_image","type":"input_text","text":"c"},{"type":"input_text","text":{}},17,null]}]}""";
        Assert.Empty(Blocks(Map(WireProtocol.Responses, body), body));
    }

    [Fact]
    public void Values_of_unexpected_types_and_deep_nesting_are_passed_over()
    {
        string deep = new string('[', 10_000) + new string(']', 10_000);
        string body = $$"""
            {"model":7,"stream":"yes","store":"no","include":{},"reasoning":[{{deep}}],"tools":{"a":1},"tool_choice":[],"instructions":[{{deep}}],"previous_response_id":{},"max_output_tokens":"many",
             "input":[{},{"type":5,"role":[],"content":[{{deep}}]},{"type":"function_call","call_id":{},"name":[],"arguments":{{deep}} },{"type":"function_call_output","call_id":1,"output":{"a":{{deep}} } },
             {"type":"reasoning","summary":"x","encrypted_content":{{deep}} },{"type":"additional_tools","tools":{} },{"type":"message","role":"user","content":[{{deep}},{"type":"input_text","text":"q","y":{{deep}} }]}]}
            """;
        TurnMap map = Map(WireProtocol.Responses, body);
        Assert.Equal(7, map.Messages.Count);
        Assert.Empty(Blocks(map, body));
        Assert.Equal(["q"], Question(map, body));
        Assert.Null(map.MaxTokens);
        Assert.Null(map.Kept!.PreviousId);
    }

    private static string HashOf(string item) => Convert.ToHexString(Map(WireProtocol.Responses, $$"""{"input":[{{item}}] }""").Messages[0].Hash.Span);
}
