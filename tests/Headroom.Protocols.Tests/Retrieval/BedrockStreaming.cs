using System.Text;
using System.Text.Json.Nodes;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Retrieval.BedrockStreams;

namespace Headroom.Protocols.Tests.Retrieval;

/// <summary>Both forms of Bedrock's streams: messages with checksums, of Converse or around the events of the Messages API.</summary>
public sealed class BedrockStreaming
{
    public static TheoryData<WireProtocol> Both { get; } = [WireProtocol.BedrockInvoke, WireProtocol.BedrockConverse];

    [Theory]
    [MemberData(nameof(Both))]
    public void A_stream_without_own_calls_comes_out_byte_for_byte(WireProtocol protocol) => Property.Holds(
        random =>
        {
            byte[] stream = [.. Answer(protocol, $"tc{(random.Next(2) == 0 ? "t" : "")}", Property.Text(random)), .. Message("futureEvent", "{ \"x\":[1e400] }"), .. Message("chunk", "{}"), 0, 0];
            AssistantStream machine = Streams.Machine(protocol);
            Assert.Equal(stream, Feed(machine, stream).Concat(Written(client => machine.WriteClosing(client, false))));
            Assert.True(machine.IsEnded);
            Assert.Equal((10L, 3L, 20L), (machine.RoundUsage.Input, machine.RoundUsage.CacheRead, machine.RoundUsage.Output));
            Assert.Equal(["call_1"], machine.CompleteRound().ClientCallIds);
        },
        60);

    [Theory]
    [MemberData(nameof(Both))]
    public void Nothing_of_ours_reaches_the_client_indexes_stay_dense_and_checksums_right(WireProtocol protocol)
    {
        foreach (string order in (string[])["o", "oc", "co", "tocto", "tcoc", "ooccoc"])
        {
            AssistantStream machine = Streams.Machine(protocol);
            byte[] client = Feed(machine, Answer(protocol, order));
            AssistantRound round = machine.CompleteRound();
            client = [.. client, .. Written(to => machine.WriteClosing(to, ownCallsDropped: true))];
            List<(string Type, JsonNode Data)> events = Read(client);
            Assert.All(events, item => Streams.AssertNothingOfOurs(item.Data.ToJsonString()));
            string shown = order.Replace("o", "");
            Assert.Equal(Enumerable.Range(0, shown.Length), events.Where(item => item.Type.EndsWith("top", StringComparison.Ordinal) && Index(item.Data) >= 0).Select(item => Index(item.Data)));
            string last = string.Concat(events.TakeLast(2).Select(item => item.Data.ToJsonString()));
            Assert.Contains(shown.Contains('c') ? "\"tool_use\"" : "\"end_turn\"", last);
            Assert.Equal(order.Count(kind => kind == 'o'), round.OwnCalls.Count);
            Assert.All(round.OwnCalls, call => Assert.Equal(Streams.Hash, call.ReadArguments().Hash));
            int next = order.IndexOf('c', order.IndexOf('o'));
            Assert.Equal(next < 0 ? null : $"call_{next}", round.OwnCalls[0].NextClientCallId);
            Assert.Equal(order.Length, Streams.Message(round)["content"]!.AsArray().Count);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_continuation_reads_as_one_answer_with_the_last_input_and_all_output(WireProtocol protocol)
    {
        AssistantStream machine = Streams.Machine(protocol);
        byte[] client = [.. Feed(machine, Answer(protocol, "to")), .. Written(machine.BeginContinuation)];
        client = [.. client, .. Feed(machine, Answer(protocol, "o", input: 200)), .. Written(machine.BeginContinuation)];
        client = [.. client, .. Feed(machine, Answer(protocol, "tc", input: 300)), .. Written(to => machine.WriteClosing(to, false))];
        List<(string Type, JsonNode Data)> events = Read(client);
        Assert.All(events, item => Streams.AssertNothingOfOurs(item.Data.ToJsonString()));
        Assert.Single(events, item => item.Type is "message_start" or "messageStart");
        Assert.Equal([0, 1, 2], events.Where(item => item.Type is "content_block_stop" or "contentBlockStop").Select(item => Index(item.Data)));
        JsonNode usage = events.Single(item => item.Type is "message_delta" or "metadata").Data["usage"]!;
        bool isConverse = protocol == WireProtocol.BedrockConverse;
        Assert.Equal((300, 60), ((int)usage[isConverse ? "inputTokens" : "input_tokens"]!, (int)usage[isConverse ? "outputTokens" : "output_tokens"]!));
        Assert.Equal((510, 60, 2), (machine.EarlierUsage.Plus(machine.RoundUsage).Input, machine.EarlierUsage.Plus(machine.RoundUsage).Output, machine.ContinuationCount));
    }

    [Fact]
    public void Bedrocks_own_count_in_the_closing_event_is_of_all_rounds()
    {
        AssistantStream machine = Streams.Machine(WireProtocol.BedrockInvoke);
        Feed(machine, Answer(WireProtocol.BedrockInvoke, "o"));
        Written(machine.BeginContinuation);
        const string stop = """{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":9,"outputTokenCount":20}}""";
        Feed(machine, Invoke([Streams.Start(), .. Streams.Text(0, "t"), Streams.End("end_turn")[0], stop]));
        JsonNode metrics = Read(Written(to => machine.WriteClosing(to, false)))[^1].Data["amazon-bedrock-invocationMetrics"]!;
        Assert.Equal((9, 40), ((int)metrics["inputTokenCount"]!, (int)metrics["outputTokenCount"]!));
    }

    [Fact]
    public void What_the_model_said_in_Converse_goes_into_the_round_verbatim()
    {
        AssistantStream machine = Streams.Machine(WireProtocol.BedrockConverse);
        Feed(machine, Converse(
        [
            Start,
            .. Block(0, null, """{"reasoningContent":{"text":"I \"th"}}""", """{"reasoningContent":{"text":"ink\n\ud83d"}}""", """{"reasoningContent":{"text":"\ude00"}}""", """{"reasoningContent":{"signature":"c2ln/+="}}"""),
            .. Block(1, null, """{"reasoningContent":{"redactedContent":"ENC=="}}"""),
            .. Block(2, null, """{"text":"a \ud83d"}""", """{"text":"\ude00\u00e9\\"}"""),
            .. Text(3, ""),
            .. Own(4),
            .. End("tool_use"),
        ]));
        AssistantRound round = machine.CompleteRound();
        Assert.True(round.IsComplete);
        Assert.Equal(
            """{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"I \"think\n\ud83d\ude00","signature":"c2ln/+="}}},{"reasoningContent":{"redactedContent":"ENC=="}},{"text":"a \ud83d\ude00\u00e9\\"},"""
            + $$$$"""{"toolUse":{"toolUseId":"own_1","name":"headroom_retrieve","input":{"hash":"{{{{Streams.Hash}}}}"}}}]}""",
            Encoding.UTF8.GetString(round.Message.Span));
        Assert.Equal([null, null, "a 😀é\\", ""], round.Visible.Select(part => part.Text));
    }

    [Fact]
    public void An_answer_with_parts_that_cannot_be_said_again_is_not_continued()
    {
        AssistantStream machine = Streams.Machine(WireProtocol.BedrockConverse);
        Feed(machine, Converse([Start, .. Block(0, null, """{"citation":{"title":"t"}}"""), .. Own(1), .. End("tool_use")]));
        Assert.False(machine.CompleteRound().IsComplete);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void An_exception_in_the_stream_goes_to_the_client_at_once_also_behind_a_call_of_ours(WireProtocol protocol)
    {
        AssistantStream machine = Streams.Machine(protocol);
        byte[] exception = Message("throttlingException", "{\"message\":\"slow down\"}", "exception");
        byte[] started = Answer(protocol, "o");
        byte[] client = Feed(machine, [.. started, .. exception]);
        Assert.True(machine.HasFailed);
        Assert.Equal(exception, client[^exception.Length..]);
        (string type, JsonNode data) = Read(Written(to => machine.WriteError(to, "a \"b\"\n")))[0];
        Assert.Equal(("internalServerException", "a \"b\"\n"), (type, (string?)data["message"]));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_broken_checksum_is_relayed_as_it_came_and_nothing_is_added_behind_it(WireProtocol protocol) => Property.Holds(
        random =>
        {
            byte[] stream = Answer(protocol, "tct");
            stream[random.Next(stream.Length)] ^= (byte)(1 << random.Next(8));
            AssistantStream machine = Streams.Machine(protocol);
            Assert.Equal(stream, Feed(machine, stream));
            Assert.True(machine.HasFailed || !machine.IsEnded);
        },
        100);

    [Fact]
    public void A_whole_answer_of_Converse_is_put_together_from_its_rounds()
    {
        const string first = """{"output":{"message":{"role":"assistant","content":[{"text":"Wait."},{"toolUse":{"toolUseId":"own_1","name":"headroom_retrieve","input":{"hash":"h"}}}]}},"stopReason":"tool_use","usage":{"inputTokens":10,"outputTokens":5,"totalTokens":15}}""";
        const string last = """{ "metrics":{"latencyMs":1.0}, "output":{"message":{"content":[{"toolUse":{"toolUseId":"c","name":"search","input":{}}}],"role":"assistant"}},"stopReason":"tool_use","usage":{"inputTokens":30,"outputTokens":7,"totalTokens":37} }""";
        BufferedAnswer one = Read(first), two = Read(last);
        Assert.Equal("own_1", Assert.Single(one.Round.OwnCalls).Id);
        Assert.Equal(
            """{ "metrics":{"latencyMs":1.0}, "output":{"message":{"content":[{"text":"Wait."},{"toolUse":{"toolUseId":"c","name":"search","input":{}}}],"role":"assistant"}},"stopReason":"tool_use","usage":{"inputTokens":30,"outputTokens":12,"totalTokens":42} }""",
            Encoding.UTF8.GetString(two.ToClient([one], false).Span));
        Assert.Equal(last, Encoding.UTF8.GetString(two.ToClient([], false).Span));
        Assert.Contains("\"end_turn\"", Encoding.UTF8.GetString(one.ToClient([], ownCallsDropped: true).Span));
        Assert.Null(Formats.WireFormat.Of(WireProtocol.BedrockConverse).ReadAnswer(Property.Utf8("""{"message":"no"}""")));

        static BufferedAnswer Read(string body) => Formats.WireFormat.Of(WireProtocol.BedrockConverse).ReadAnswer(Property.Utf8(body))!;
    }

    private static int Index(JsonNode data) => (int?)data["index"] ?? (int?)data["contentBlockIndex"] ?? -1;

    private static byte[] Answer(WireProtocol protocol, string order, string text = "said", int input = 10)
    {
        string reason = order.Contains('c') || order.Contains('o') ? "tool_use" : "end_turn";
        return protocol == WireProtocol.BedrockConverse
            ? Converse([Start, .. order.SelectMany((kind, i) => kind switch { 'o' => Own(i, $"own_{i}"), 'c' => Call(i, $"call_{i}", "search", "{\"q\":", "1.0}"), _ => Text(i, text) }), .. End(reason, input)])
            : Invoke([Streams.Start(input), .. order.SelectMany((kind, i) => kind switch { 'o' => Streams.Own(i, $"own_{i}"), 'c' => Streams.Call(i, $"call_{i}", "search", "{\"q\":", "1.0}"), _ => Streams.Text(i, text) }), .. Streams.End(reason)]);
    }
}
