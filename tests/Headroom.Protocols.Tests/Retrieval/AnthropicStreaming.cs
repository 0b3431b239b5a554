using System.Text;
using System.Text.Json.Nodes;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Retrieval.Streams;

namespace Headroom.Protocols.Tests.Retrieval;

public sealed class AnthropicStreaming
{
    private const string Thinking = """{"type":"thinking","thinking":"","signature":""}""";

    private static AssistantStream New => Machine(WireProtocol.AnthropicMessages);

    [Fact]
    public void A_stream_without_own_calls_comes_out_byte_for_byte() => Property.Holds(
        random =>
        {
            string stream = "data: \n\n: hello\n\n" + AnthropicEvents(
            [
                Start(), """{"type":"ping"}""", .. Text(0, Property.Text(random)), .. Call(1, "toolu_1", "search", "{\"q\":", "1.0}"),
                .. Block(2, """{"type":"server_tool_use","id":"srv","name":"web_search","input":{}}""", """{"type":"input_json_delta","partial_json":"{}"}"""),
                .. Block(3, """{"type":"new_kind","x":null}""", """{"type":"new_delta","x":{"y":[1e400]}}"""), """{"type":"future_event","index":9}""", .. End("tool_use"),
            ]) + "event: junk\ndata: {broken\n\ndata: tail without end";
            AssistantStream machine = New;
            Assert.Equal(stream, Feed(machine, stream, random) + Close(machine));
            Assert.True(machine.IsEnded);
            Assert.False(machine.HasOwnCalls);
            Assert.Equal(["toolu_1"], machine.CompleteRound().ClientCallIds);
        },
        60);

    [Fact]
    public void An_empty_text_block_is_not_sent_back_since_the_provider_refuses_it()
    {
        AssistantStream machine = New;
        Feed(machine, AnthropicEvents([Start(), .. Text(0, ""), .. Own(1), .. End("tool_use")]));
        JsonArray content = JsonNode.Parse(machine.CompleteRound().Message.Span)!["content"]!.AsArray();
        Assert.Equal("tool_use", (string?)Assert.Single(content)!["type"]);
    }

    [Theory]
    [InlineData("o")]
    [InlineData("oc")]
    [InlineData("co")]
    [InlineData("tocto")]
    [InlineData("tcoc")]
    [InlineData("ooccoc")]
    public void Nothing_of_ours_reaches_the_client_and_indexes_stay_dense(string order)
    {
        AssistantStream machine = New;
        string client = Feed(machine, AnthropicEvents([Start(), .. order.SelectMany((kind, i) => Part(kind, i)), .. End("tool_use")]));
        Assert.DoesNotContain("message_stop", client);
        AssistantRound round = machine.CompleteRound();
        client += Close(machine, ownCallsDropped: true);
        AssertNothingOfOurs(client);
        List<JsonNode> events = Events(client);
        string shown = order.Replace("o", "");
        Assert.Equal(Enumerable.Range(0, shown.Length), Starts(events).Select(e => (int)e["index"]!));
        Assert.Equal(shown.Select(kind => kind == 'c' ? "tool_use" : "text"), Starts(events).Select(e => (string)e["content_block"]!["type"]!));
        Assert.Equal(Starts(events).Count(), events.Count(e => Type(e) == "content_block_stop"));
        Assert.Equal(("message_start", "message_stop"), (Type(events[0]), Type(events[^1])));
        Assert.Equal(shown.Contains('c') ? "tool_use" : "end_turn", (string?)events[^2]["delta"]!["stop_reason"]);
        Assert.Equal(order.Count(kind => kind == 'o'), round.OwnCalls.Count);
        Assert.All(round.OwnCalls, call => Assert.Equal(Hash, call.ReadArguments().Hash));
        int firstOwn = order.IndexOf('o'), next = order.IndexOf('c', firstOwn);
        Assert.Equal(next < 0 ? null : $"call_{next}", round.OwnCalls[0].NextClientCallId);
        Assert.Equal(order.Select(kind => kind == 't' ? "text" : "tool_use"), Message(round)["content"]!.AsArray().Select(part => (string)part!["type"]!));
    }

    [Fact]
    public void What_the_model_said_goes_into_the_round_verbatim()
    {
        AssistantStream machine = New;
        Feed(machine, AnthropicEvents(
        [
            Start(),
            .. Block(0, Thinking, """{"type":"thinking_delta","thinking":"I \"th"}""", """{"type":"thinking_delta","thinking":"ink\n\ud83d"}""", """{"type":"thinking_delta","thinking":"\ude00"}""", """{"type":"signature_delta","signature":"c2ln/+="}"""),
            .. Block(1, """{"type":"redacted_thinking","data":"ENC=="}"""),
            .. Block(2, """{"type":"text","text":"","citations":[{"a":1}]}""", """{"type":"text_delta","text":"a \ud83d"}""", """{"type":"text_delta","text":"\ude00\u00e9\\"}""", """{"type":"citations_delta","citation":{"n":1.0}}""", """{"type":"citations_delta","citation":{"n":2}}"""),
            .. Block(3, """{"type":"server_tool_use","id":"srv","name":"web_search","input":{}}""", """{"type":"input_json_delta","partial_json":"{\"query\":"}""", """{"type":"input_json_delta","partial_json":"\"x\"}"}"""),
            .. Block(4, """{"type":"web_search_tool_result","tool_use_id":"srv","content":[{"url":"u","n":1e400}]}"""),
            .. Own(5),
            .. End("tool_use"),
        ]));
        AssistantRound round = machine.CompleteRound();
        Assert.True(round.IsComplete);
        Assert.Equal(
            """{"role":"assistant","content":[{"type":"thinking","thinking":"I \"think\n\ud83d\ude00","signature":"c2ln/+="},{"type":"redacted_thinking","data":"ENC=="},"""
            + """{"type":"text","text":"a \ud83d\ude00\u00e9\\","citations":[{"a":1},{"n":1.0},{"n":2}]},"""
            + """{"type":"server_tool_use","id":"srv","name":"web_search","input":{"query":"x"}},{"type":"web_search_tool_result","tool_use_id":"srv","content":[{"url":"u","n":1e400}]},"""
            + $$$"""{"type":"tool_use","id":"own_1","name":"headroom_retrieve","input":{"hash":"{{{Hash}}}"}}]}""",
            Encoding.UTF8.GetString(round.Message.Span));
        Assert.Equal([null, null, "a 😀é\\", null, null], round.Visible.Select(part => part.Text));
    }

    [Fact]
    public void Arguments_split_inside_a_surrogate_pair_survive()
    {
        AssistantStream machine = New;
        Feed(machine, AnthropicEvents([Start(), .. Block(0, """{"type":"tool_use","id":"own_1","name":"headroom_retrieve","input":{}}""",
            """{"type":"input_json_delta","partial_json":""}""", """{"type":"input_json_delta","partial_json":"{\"query\":\"\ud83d"}""", """{"type":"input_json_delta","partial_json":"\ude00 \\n\\u00e9\"}"}"""), .. End("tool_use")]));
        Assert.Equal("😀 \né", Assert.Single(machine.CompleteRound().OwnCalls).ReadArguments().Query);
        Assert.Equal("😀 \né", (string?)Message(machine.CompleteRound())["content"]![0]!["input"]!["query"]);
    }

    [Theory]
    [InlineData("{\"hash\":\"0123", false)]
    [InlineData("{", false)]
    [InlineData("{\"hash\":\"01\"}", true)]
    [InlineData("", true)]
    public void A_call_cut_inside_its_arguments_is_incomplete(string arguments, bool isComplete)
    {
        AssistantStream machine = New;
        Feed(machine, AnthropicEvents([Start(), .. Call(0, "own_1", "headroom_retrieve", arguments), .. End("max_tokens")]));
        Assert.Equal(isComplete, machine.CompleteRound().IsComplete);
        Assert.Equal("max_tokens", (string?)Events(Close(machine, ownCallsDropped: true))[0]["delta"]!["stop_reason"]);
    }

    [Fact]
    public void A_continuation_reads_as_one_answer()
    {
        AssistantStream machine = New;
        string client = Feed(machine, AnthropicEvents([Start(100), .. Text(0, "one"), .. Own(1), .. End("tool_use", 20)]));
        client += Continue(machine) + Feed(machine, AnthropicEvents([Start(200), .. Own(0, "own_2"), .. End("tool_use", 30)]));
        client += Continue(machine) + Feed(machine, AnthropicEvents([Start(300), .. Text(0, "two"), .. Call(1, "call_9", "search", "{}"), .. End("tool_use", 40)])) + Close(machine);
        AssertNothingOfOurs(client);
        List<JsonNode> events = Events(client);
        Assert.Equal([0, 1, 2], Starts(events).Select(e => (int)e["index"]!));
        Assert.Single(events, e => Type(e) == "message_start");
        Assert.Single(events, e => Type(e) == "message_stop");
        JsonNode usage = Assert.Single(events, e => Type(e) == "message_delta")["usage"]!;
        Assert.Equal((300, 3, 90), ((int)usage["input_tokens"]!, (int)usage["cache_read_input_tokens"]!, (int)usage["output_tokens"]!));
        Assert.Equal((600, 90, 2), (machine.EarlierUsage.Plus(machine.RoundUsage).Input, machine.EarlierUsage.Plus(machine.RoundUsage).Output, machine.ContinuationCount));
    }

    [Fact]
    public void Usage_that_the_closing_event_lacks_is_added_to_it()
    {
        AssistantStream machine = New;
        Feed(machine, AnthropicEvents([Start(1), .. Own(0), .. End("tool_use")]));
        Continue(machine);
        const string start = """{"type":"message_start","message":{"usage":{"input_tokens":7,"cache_read_input_tokens":8,"cache_creation_input_tokens":9,"output_tokens":1}}}""";
        Feed(machine, AnthropicEvents(start, """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{}}""", """{"type":"message_stop"}"""));
        JsonNode usage = Events(Close(machine))[0]["usage"]!;
        Assert.Equal((7, 8, 9, 21), ((int)usage["input_tokens"]!, (int)usage["cache_read_input_tokens"]!, (int)usage["cache_creation_input_tokens"]!, (int)usage["output_tokens"]!));
    }

    [Fact]
    public void An_error_goes_to_the_client_at_once_also_behind_a_call_of_ours()
    {
        AssistantStream machine = New;
        string client = Feed(machine, AnthropicEvents([Start(), .. Own(0), """{"type":"error","error":{"type":"overloaded_error"}}"""]));
        Assert.True(machine.HasFailed);
        Assert.Contains("overloaded_error", client);
        JsonNode written = Events(Written(to => machine.WriteError(to, "a \"b\"\n")))[0];
        Assert.Equal(("error", "a \"b\"\n"), (Type(written), (string?)written["error"]!["message"]));
    }

    private static string[] Part(char kind, int index) => kind switch
    {
        'o' => Own(index, $"own_{index}"),
        'c' => Call(index, $"call_{index}", "search", "{\"q\":", $"{index}}}"),
        _ => Text(index, $"text {index}"),
    };

    private static IEnumerable<JsonNode> Starts(List<JsonNode> events) => events.Where(e => Type(e) == "content_block_start");

    private static string? Type(JsonNode data) => (string?)data["type"];
}
