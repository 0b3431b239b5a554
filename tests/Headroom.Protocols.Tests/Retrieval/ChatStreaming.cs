using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Retrieval.Streams;

namespace Headroom.Protocols.Tests.Retrieval;

public sealed class ChatStreaming
{
    private const string Done = "data: [DONE]\n\n";
    private const string Role = """{"role":"assistant","content":""}""";

    private static readonly string Arguments = $$"""{"hash":"{{Hash}}"}""";

    private static AssistantStream New => Machine(WireProtocol.ChatCompletions);

    [Fact]
    public void A_stream_without_own_calls_comes_out_byte_for_byte() => Property.Holds(
        random =>
        {
            string stream = ": OPENROUTER PROCESSING\n\n" + ChatEvents(
                Chunk(Role), Chunk($$"""{"content":{{JsonSerializer.Serialize(Property.Text(random))}},"refusal":null}""", more: ",\"usage\":null"),
                Chunk($$"""{"tool_calls":[{{ChatCall(0, "c0", "search", "")}},{{ChatCall(1, "c1", "sh", "{}")}}]}"""),
                Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"n\":1.0}"}}]}"""), """{"choices":7,"new":[1e400]}""", Chunk("{}", "tool_calls"), ChatUsage(5, 6))
                + Done + "data: {broken\n\n";
            AssistantStream machine = New;
            Assert.Equal(stream, Feed(machine, stream, random) + Close(machine));
            Assert.True(machine.IsEnded);
            Assert.Equal(["c0", "c1"], machine.CompleteRound().ClientCallIds);
            Assert.Equal((5, 6), (machine.RoundUsage.Input, machine.RoundUsage.Output));
        },
        60);

    [Theory]
    [InlineData("o", true)]
    [InlineData("oc", true)]
    [InlineData("co", false)]
    [InlineData("coc", false)]
    [InlineData("ooccoc", true)]
    [InlineData("ococ", false)]
    public void Nothing_of_ours_reaches_the_client_and_indexes_stay_dense(string order, bool isOneChunk)
    {
        string[] calls = [.. order.Select((kind, i) => kind == 'o' ? ChatCall(i, $"own_{i}", "headroom_retrieve", Arguments) : ChatCall(i, $"call_{i}", "search", $"{i}"))];
        string[] chunks = isOneChunk ? [Chunk($$"""{"tool_calls":[{{string.Join(',', calls)}}]}""")] : [.. calls.Select(call => Chunk($$"""{"tool_calls":[{{call}}]}"""))];
        AssistantStream machine = New;
        string client = Feed(machine, ChatEvents([Chunk(Role), .. chunks, Chunk("{}", "tool_calls")]) + Done);
        Assert.DoesNotContain("DONE", client);
        AssistantRound round = machine.CompleteRound();
        client += Close(machine, ownCallsDropped: true);
        AssertNothingOfOurs(client);
        string shown = order.Replace("o", "");
        JsonNode[] seen = [.. Calls(client)];
        Assert.Equal(Enumerable.Range(0, shown.Length), seen.Select(call => (int)call["index"]!));
        Assert.Equal(order.Index().Where(call => call.Item == 'c').Select(call => $"call_{call.Index}"), seen.Select(call => (string)call["id"]!));
        Assert.Equal(shown.Length > 0 ? "tool_calls" : "stop", (string?)Events(client).SkipLast(1).Last()["choices"]![0]!["finish_reason"]);
        Assert.Single(Events(client), e => e is JsonValue);
        Assert.Equal(order.Count(kind => kind == 'o'), round.OwnCalls.Count);
        Assert.All(round.OwnCalls, call => Assert.Equal(Hash, call.ReadArguments().Hash));
        int next = order.IndexOf('c', order.IndexOf('o'));
        Assert.Equal(next < 0 ? null : $"call_{next}", round.OwnCalls[0].NextClientCallId);
        Assert.Equal(order.Length, Message(round)["tool_calls"]!.AsArray().Count);
    }

    [Fact]
    public void Calls_without_an_index_are_told_apart_by_their_ids()
    {
        AssistantStream machine = New;
        string client = Feed(machine, ChatEvents(
            Chunk($$"""{"role":"assistant","tool_calls":[{{ChatCall(null, "call_1", "search", "{}")}},{{ChatCall(null, "own_1", "headroom_retrieve", "{\"hash\":")}}]}"""),
            Chunk($$$"""{"tool_calls":[{"function":{"arguments":"\"{{{Hash}}}\"}"}}]}"""), Chunk("{}", "tool_calls")) + Done);
        AssistantRound round = machine.CompleteRound();
        AssertNothingOfOurs(client + Close(machine));
        Assert.Equal(["call_1"], round.ClientCallIds);
        Assert.Equal(Hash, Assert.Single(round.OwnCalls).ReadArguments().Hash);
        Assert.Equal("call_1", (string?)Assert.Single(Calls(client))["id"]);
    }

    [Fact]
    public void What_the_model_said_goes_into_the_round_verbatim()
    {
        AssistantStream machine = New;
        Feed(machine, ChatEvents(
            Chunk(Role), Chunk("""{"reasoning_content":"hm\n"}"""), Chunk("""{"content":"a \ud83d"}"""), Chunk("""{"content":"\ude00\u00e9\\","reasoning_details":[{"n":1.0}]}"""),
            Chunk($$$"""{"tool_calls":[{"index":0,"id":"own_1","type":"function","extra_content":{"google":{"thought_signature":"c2ln"}},"function":{"name":"headroom_retrieve","arguments":""}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"query\":\"\ud83d"}}]}"""), Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"\ude00\"}"}}]}"""), Chunk("{}", "tool_calls")) + Done);
        AssistantRound round = machine.CompleteRound();
        Assert.True(round.IsComplete);
        Assert.Equal(
            """{"role":"assistant","content":"a \ud83d\ude00\u00e9\\","reasoning_content":"hm\n","reasoning_details":[{"n":1.0}],"tool_calls":["""
            + """{"id":"own_1","type":"function","function":{"name":"headroom_retrieve","arguments":"{\"query\":\"\ud83d\ude00\"}"},"extra_content":{"google":{"thought_signature":"c2ln"}}}]}""",
            Encoding.UTF8.GetString(round.Message.Span));
        Assert.Equal("😀", round.OwnCalls[0].ReadArguments().Query);
        Assert.Equal(["a 😀é\\"], round.Visible.Select(part => part.Text));
    }

    [Theory]
    [InlineData("{\"hash\":\"0", false)]
    [InlineData("", false)]
    [InlineData("{}", true)]
    public void A_call_cut_inside_its_arguments_is_incomplete(string arguments, bool isComplete)
    {
        AssistantStream machine = New;
        Feed(machine, ChatEvents(Chunk(Role), Chunk($$"""{"tool_calls":[{{ChatCall(0, "own_1", "headroom_retrieve", arguments)}}]}"""), Chunk("{}", "length")) + Done);
        Assert.Equal(isComplete, machine.CompleteRound().IsComplete);
        Assert.Contains("\"length\"", Close(machine, ownCallsDropped: true));
    }

    [Fact]
    public void A_continuation_reads_as_one_answer()
    {
        AssistantStream machine = New;
        string own = Chunk($$"""{"tool_calls":[{{ChatCall(0, "own_1", "headroom_retrieve", Arguments)}}]}""");
        string client = Feed(machine, ChatEvents(Chunk("""{"role":"assistant","content":"one "}"""), own, Chunk("{}", "tool_calls"), ChatUsage(100, 20)) + Done) + Continue(machine);
        client += Feed(machine, ChatEvents(
            Chunk(Role, id: "chat_2"), Chunk("""{"role":"assistant","content":"two"}""", id: "chat_2"), Chunk($$"""{"tool_calls":[{{ChatCall(0, "call_1", "search", "{}")}}]}""", id: "chat_2"),
            Chunk("{}", "tool_calls", "chat_2"), ChatUsage(200, 30)) + Done) + Close(machine);
        AssertNothingOfOurs(client);
        Assert.DoesNotContain("chat_2", client);
        List<JsonNode> events = Events(client);
        JsonNode[] chunks = [.. events.OfType<JsonObject>()];
        Assert.Single(events, e => e is JsonValue);
        Assert.Single(Deltas(client), delta => delta["role"] is not null);
        Assert.Equal("one two", string.Concat(Deltas(client).Select(delta => (string?)delta["content"])));
        Assert.Single(chunks, chunk => chunk["choices"] is JsonArray { Count: 1 } choices && choices[0]!["finish_reason"] is not null);
        JsonNode usage = Assert.Single(chunks, chunk => chunk["usage"] is not null)["usage"]!;
        Assert.Equal((200, 50, 250), ((int)usage["prompt_tokens"]!, (int)usage["completion_tokens"]!, (int)usage["total_tokens"]!));
    }

    [Fact]
    public void The_role_is_given_once_also_where_the_first_chunk_is_a_call_of_ours()
    {
        AssistantStream machine = New;
        string own = $$"""{"role":"assistant","content":null,"tool_calls":[{{ChatCall(0, "own_1", "headroom_retrieve", Arguments)}}]}""";
        string client = Feed(machine, ChatEvents(Chunk(own), Chunk("{}", "tool_calls")) + Done) + Continue(machine);
        client += Feed(machine, ChatEvents(Chunk(own.Replace("own_1", "own_2")), Chunk("{}", "tool_calls")) + Done) + Continue(machine);
        client += Feed(machine, ChatEvents(Chunk(Role), Chunk("""{"content":"two"}"""), Chunk("{}", "stop")) + Done) + Close(machine);
        AssertNothingOfOurs(client);
        Assert.Equal("assistant", (string?)Assert.Single(Deltas(client), delta => delta["role"] is not null)["role"]);
    }

    [Fact]
    public void Words_in_the_closing_chunk_are_kept_when_the_answer_goes_on()
    {
        AssistantStream machine = New;
        string own = ChatCall(0, "own_1", "headroom_retrieve", Arguments);
        string client = Feed(machine, ChatEvents(Chunk(
            $$"""{"role":"assistant","content":"last words","reasoning_content":"why","tool_calls":[{{own}}]}""", "tool_calls", more: ",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}")) + Done);
        client += Continue(machine) + Feed(machine, ChatEvents(Chunk(Role), Chunk("""{"content":"!"}""", "stop"), ChatUsage(4, 5)) + Done) + Close(machine);
        AssertNothingOfOurs(client);
        Assert.Equal("last words!", string.Concat(Deltas(client).Select(delta => (string?)delta["content"])));
        Assert.Equal("why", string.Concat(Deltas(client).Select(delta => (string?)delta["reasoning_content"])));
        Assert.Single(Events(client).OfType<JsonObject>(), chunk => chunk["usage"] is not null);
        Assert.Single(Events(client).OfType<JsonObject>(), chunk => chunk["choices"] is JsonArray { Count: 1 } choices && choices[0]!["finish_reason"] is not null);
    }

    [Fact]
    public void An_error_goes_to_the_client_at_once_also_behind_a_call_of_ours()
    {
        AssistantStream machine = New;
        string client = Feed(machine, ChatEvents(Chunk(Role), Chunk($$"""{"tool_calls":[{{ChatCall(0, "own_1", "headroom_retrieve", Arguments)}}]}"""), """{"error":{"message":"overloaded"}}"""));
        Assert.True(machine.HasFailed);
        Assert.Contains("overloaded", client);
        Assert.Equal("a \"b\"", (string?)Events(Written(to => machine.WriteError(to, "a \"b\"")))[0]["error"]!["message"]);
    }

    private static IEnumerable<JsonNode> Deltas(string client) =>
        Events(client).OfType<JsonObject>().Where(chunk => chunk["choices"] is JsonArray { Count: > 0 }).Select(chunk => chunk["choices"]![0]!["delta"]!);

    private static IEnumerable<JsonNode> Calls(string client) => Deltas(client).SelectMany(delta => delta["tool_calls"] as JsonArray ?? []).Select(call => call!);
}
