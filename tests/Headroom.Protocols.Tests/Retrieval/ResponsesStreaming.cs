using System.Text;
using System.Text.Json.Nodes;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Retrieval.Streams;

namespace Headroom.Protocols.Tests.Retrieval;

public sealed class ResponsesStreaming
{
    private static AssistantStream New => Machine(WireProtocol.Responses);

    [Fact]
    public void A_stream_without_own_calls_comes_out_byte_for_byte() => Property.Holds(
        random =>
        {
            string stream = ": keep-alive\n\n" + new ResponsesEvents().Begin().Reasoning("a").Text(Property.Text(random)).Call("c1", "search", "{\"n\":1.0}")
                .Add("""{"type":"response.new_kind","output_index":9,"x":[1e400]}""").Add("""{"type":"codex.rate_limits","plan":1}""").End(5, 6).Stream
                + "data: {broken\n\ndata: [DONE]\n\n";
            AssistantStream machine = New;
            Assert.Equal(stream, Feed(machine, stream, random) + Close(machine));
            Assert.True(machine.IsEnded);
            Assert.Equal(["c1"], machine.CompleteRound().ClientCallIds);
            Assert.Equal((5, 2, 6), (machine.RoundUsage.Input, machine.RoundUsage.CacheRead, machine.RoundUsage.Output));
        },
        60);

    [Theory]
    [InlineData("o")]
    [InlineData("oc")]
    [InlineData("co")]
    [InlineData("rotc")]
    [InlineData("ooccoc")]
    [InlineData("tocrot")]
    public void Nothing_of_ours_reaches_the_client_and_numbers_stay_dense(string order)
    {
        AssistantStream machine = New;
        string client = Feed(machine, Whole(order).Stream);
        Assert.DoesNotContain("response.completed", client);
        AssistantRound round = machine.CompleteRound();
        client += Close(machine, ownCallsDropped: true);
        AssertNothingOfOurs(client);
        AssertOneAnswer(client, order.Replace("o", "").Length);
        Assert.Equal(order.Index().Where(c => c.Item == 'c').Select(c => $"c_{c.Index}"), round.ClientCallIds);
        Assert.Equal(order.Count(kind => kind == 'o'), round.OwnCalls.Count);
        Assert.All(round.OwnCalls, call => Assert.Equal(Hash, call.ReadArguments().Hash));
        int next = order.IndexOf('c', order.IndexOf('o'));
        Assert.Equal(next < 0 ? null : $"c_{next}", round.OwnCalls[0].NextClientCallId);
        Assert.Equal(order.Length, JsonNode.Parse($"[{Encoding.UTF8.GetString(round.Message.Span)}]")!.AsArray().Count);
        Assert.True(round.IsComplete);
        Assert.Equal("resp_1", round.AnswerId);
    }

    [Fact]
    public void A_continuation_reads_as_one_answer()
    {
        AssistantStream machine = New;
        string client = Feed(machine, new ResponsesEvents("resp_1", "resp_0", true).Begin().Reasoning("a").Text("one ").Own().End(100, 20).Stream) + Continue(machine);
        client += Feed(machine, new ResponsesEvents("resp_2", "resp_1", true).Begin().Own("own_2").End(150, 5).Stream) + Continue(machine);
        client += Feed(machine, new ResponsesEvents("resp_3", "resp_2", true).Begin().Reasoning("b").Text("two").Call("c", "search", "{}").End(200, 30).Stream) + Close(machine);
        AssertNothingOfOurs(client);
        AssertOneAnswer(client, 5);
        JsonNode response = Events(client)[^1]["response"]!;
        Assert.Equal(("resp_3", "resp_0"), ((string?)response["id"], (string?)response["previous_response_id"]));
        Assert.Equal(["rs_a", "msg_resp_1_1", "rs_b", "msg_resp_3_1", "fc_c"], response["output"]!.AsArray().Select(item => (string)item!["id"]!));
        JsonNode usage = response["usage"]!;
        Assert.Equal((200, 100, 55, 255), ((int)usage["input_tokens"]!, (int)usage["input_tokens_details"]!["cached_tokens"]!, (int)usage["output_tokens"]!, (int)usage["total_tokens"]!));
        Assert.Equal((450L, 55L), (machine.EarlierUsage.Plus(machine.RoundUsage).Input, machine.EarlierUsage.Plus(machine.RoundUsage).Output));
    }

    [Fact]
    public void Our_tool_is_not_in_the_list_that_upstream_repeats_and_everything_else_is()
    {
        string upstream = new ResponsesEvents("resp_1", null, true).Begin().Text("a").End().Stream;
        string client = Feed(New, upstream);
        Assert.Equal(upstream.Replace(",{\"type\":\"function\",\"name\":\"headroom_retrieve\",\"parameters\":{\"a\":1.0}}", ""), client);
    }

    [Fact]
    public void A_list_of_output_that_upstream_leaves_empty_stays_empty()
    {
        AssistantStream machine = New;
        string own = new ResponsesEvents().Begin().Text("a").Own().End().Stream;
        string client = Feed(machine, System.Text.RegularExpressions.Regex.Replace(own, "\"output\":\\[\\{.*\\}\\],\"usage\"", "\"output\":[],\"usage\"")) + Close(machine, true);
        Assert.Empty(Events(client)[^1]["response"]!["output"]!.AsArray());
        AssertNothingOfOurs(client);
    }

    [Fact]
    public void What_the_model_said_goes_into_the_round_verbatim()
    {
        AssistantStream machine = New;
        ResponsesEvents events = new ResponsesEvents().Begin().Reasoning("a").Own().End();
        Feed(machine, events.Stream);
        string output = JsonNode.Parse(events.Datas[^1])!["response"]!["output"]!.ToJsonString();
        Assert.Equal(JsonNode.Parse(output)!.ToJsonString(), JsonNode.Parse($"[{Encoding.UTF8.GetString(machine.CompleteRound().Message.Span)}]")!.ToJsonString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_call_that_an_answer_was_cut_in_is_incomplete_and_dropped(bool isDone)
    {
        AssistantStream machine = New;
        string client = Feed(machine, new ResponsesEvents().Begin().Text("a").Own(isDone: isDone).End(status: "incomplete").Stream);
        Assert.False(machine.CompleteRound().IsComplete);
        client += Close(machine, ownCallsDropped: true);
        AssertNothingOfOurs(client);
        Assert.Equal("response.incomplete", (string?)Events(client)[^1]["type"]);
    }

    [Theory]
    [InlineData("""{"type":"error","code":"server_error","message":"no","param":null}""")]
    [InlineData("""{"type":"response.cancelled","response":{"id":"resp_1","status":"cancelled"}}""")]
    [InlineData("""{"type":"response.failed","response":{"id":"resp_1","status":"failed","error":{"code":"server_error"}}}""")]
    public void A_failure_is_relayed_at_once_also_behind_a_call_of_ours(string failure)
    {
        AssistantStream machine = New;
        string client = Feed(machine, new ResponsesEvents().Begin().Text("a").Own().Add(failure).Stream);
        Assert.True(machine.HasFailed);
        Assert.Equal((string?)JsonNode.Parse(failure)!["type"], (string?)Events(client)[^1]["type"]);
        AssertNothingOfOurs(client);
        AssertDense(client);
    }

    [Fact]
    public void Our_own_error_is_an_event_of_the_protocol()
    {
        AssistantStream machine = New;
        string client = Feed(machine, new ResponsesEvents().Begin().Own().End().Stream) + Written(writer => machine.WriteError(writer, "no \"answer\""));
        JsonNode error = Events(client)[^1];
        Assert.Equal(("error", "no \"answer\""), ((string?)error["type"], (string?)error["message"]));
        AssertDense(client);
    }

    [Theory]
    [InlineData("to")]
    [InlineData("rotc")]
    [InlineData("tc")]
    public void Messages_of_a_socket_are_the_events_without_their_lines(string order)
    {
        AssistantStream events = New, messages = WireFormat.Of(WireProtocol.Responses).NewSocketStream()!;
        string stream = Feed(events, Whole(order).Stream) + Close(events, true);
        List<string> bare = [.. Whole(order).Datas.Select(data => Written(client => messages.Accept(Property.Utf8(data), client))), Close(messages, true)];
        Assert.Equal(Events(stream).Select(e => e.ToJsonString()), bare.Where(message => message.Length > 0).Select(message => JsonNode.Parse(message)!.ToJsonString()));
        JsonNode error = JsonNode.Parse(Written(client => messages.WriteError(client, "no")))!;
        Assert.Equal(("error", 502, "no"), ((string?)error["type"], (int)error["status"]!, (string?)error["error"]!["message"]));
    }

    private static ResponsesEvents Whole(string order)
    {
        ResponsesEvents events = new ResponsesEvents().Begin();
        foreach ((int index, char kind) in order.Index())
        {
            _ = kind switch
            {
                'o' => events.Own($"own_{index}"),
                'c' => events.Call($"c_{index}", "search", $$"""{"n":{{index}}}"""),
                'r' => events.Reasoning($"{index}"),
                _ => events.Text($"text {index}"),
            };
        }

        return events.End();
    }

    private static void AssertOneAnswer(string client, int items)
    {
        List<JsonNode> events = Events(client);
        Assert.Single(events, e => (string?)e["type"] == "response.created");
        Assert.Equal("response.completed", (string?)Assert.Single(events, e => (string?)e["type"] == "response.completed")["type"]);
        Assert.Equal("response.completed", (string?)events[^1]["type"]);
        Assert.Equal(Enumerable.Range(0, items), events.Where(e => (string?)e["type"] == "response.output_item.done").Select(e => (int)e["output_index"]!));
        Assert.Equal(items, events[^1]["response"]!["output"]!.AsArray().Count);
        AssertDense(client);
    }

    private static void AssertDense(string client) =>
        Assert.Equal(Enumerable.Range(0, Events(client).Count), Events(client).Select(e => (int)e["sequence_number"]!));
}
