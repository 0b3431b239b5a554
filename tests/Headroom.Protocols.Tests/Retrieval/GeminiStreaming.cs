using System.Text;
using System.Text.Json.Nodes;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Retrieval.Streams;

namespace Headroom.Protocols.Tests.Retrieval;

public sealed class GeminiStreaming
{
    private static readonly string Stop = GeminiChunk(GeminiText(""), 7, "STOP");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stream_without_own_calls_comes_out_byte_for_byte(bool isArray) => Property.Holds(
        random =>
        {
            string[] chunks = [GeminiChunk(GeminiText(Property.Text(random))), """{"promptFeedback":{"x":[1e400]}}""", GeminiChunk(GeminiCall("search")), Stop];
            string stream = isArray ? GeminiArray(chunks) : ": hello\n\n" + GeminiEvents(chunks) + "data: {broken\n\ndata: tail";
            AssistantStream machine = New(isArray);
            Assert.Equal(stream, Feed(machine, stream, random) + Close(machine));
            Assert.True(machine.IsEnded);
            Assert.Single(machine.CompleteRound().ClientCallIds);
        },
        60);

    [Theory]
    [InlineData("o")]
    [InlineData("oc")]
    [InlineData("co")]
    [InlineData("tocto")]
    [InlineData("ooccoc")]
    public void Nothing_of_ours_reaches_the_client_in_either_form_in_one_chunk_or_in_many(string order)
    {
        string[] parts = [.. order.Select((kind, i) => kind switch { 'o' => GeminiOwn, 'c' => GeminiCall($"call_{i}"), _ => GeminiText($"text {i}") })];
        foreach (bool isArray in (bool[])[false, true])
        {
            foreach (string[] chunks in (string[][])[[.. parts.Select(part => GeminiChunk(part)), Stop], [GeminiChunk(string.Join(',', parts), 5, "STOP")]])
            {
                AssistantStream machine = New(isArray);
                string client = Feed(machine, Framed(isArray, chunks));
                Assert.DoesNotContain("finishReason", client);
                AssistantRound round = machine.CompleteRound();
                client += Close(machine, ownCallsDropped: true);
                AssertNothingOfOurs(client);
                List<JsonNode> events = Chunks(isArray, client);
                Assert.Equal("STOP", (string?)events[^1]["candidates"]![0]!["finishReason"]);
                string[] shown = [.. parts.Where(part => part != GeminiOwn)];
                Assert.Equal(shown, Parts(events).Where(part => (string?)part["text"] != "").Select(part => part.ToJsonString()));
                Assert.Equal(order.Count(kind => kind == 'o'), round.OwnCalls.Count);
                Assert.All(round.OwnCalls, call => Assert.Equal(Hash, call.ReadArguments().Hash));
                int next = order.IndexOf('c', order.IndexOf('o'));
                Assert.StartsWith(next < 0 ? "none" : $"call_{next}:", round.OwnCalls[0].NextClientCallId ?? "none");
                Assert.Equal(parts, Message(round)["parts"]!.AsArray().Select(part => part!.ToJsonString()));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rounds_are_one_answer_with_the_last_input_and_all_output(bool isArray)
    {
        AssistantStream machine = New(isArray);
        string first = GeminiChunk(GeminiText("Wait. ") + "," + GeminiOwn, 5, "STOP");
        string client = Feed(machine, Framed(isArray, first)) + Continue(machine);
        string last = GeminiChunk(GeminiText(""), 7, "STOP", "r2").Replace("\"promptTokenCount\":10", "\"promptTokenCount\":300,\"cachedContentTokenCount\":200");
        client += Feed(machine, Framed(isArray, GeminiChunk(GeminiText("Done."), 2, id: "r2"), last)) + Close(machine);
        AssertNothingOfOurs(client);
        List<JsonNode> events = Chunks(isArray, client);
        Assert.Equal("Wait. Done.", string.Concat(Parts(events).Select(part => (string?)part["text"])));
        Assert.Single(events, chunk => chunk["candidates"]![0]!["finishReason"] is not null);
        Assert.All(events, chunk => Assert.Equal("r1", (string?)chunk["responseId"]));
        JsonNode usage = events[^1]["usageMetadata"]!;
        Assert.Equal((300, 200, 12, 22), ((int)usage["promptTokenCount"]!, (int)usage["cachedContentTokenCount"]!, (int)usage["candidatesTokenCount"]!, (int)usage["totalTokenCount"]!));
        Assert.Equal(12L, machine.EarlierUsage.Plus(machine.RoundUsage).Output);
    }

    [Fact]
    public void What_the_model_said_goes_into_the_round_with_its_signatures_and_its_texts_joined()
    {
        AssistantStream machine = New(false);
        const string thought = """{"text":"hm","thought":true}""", signed = """{"text":"","thoughtSignature":"c2ln"}""";
        Feed(machine, GeminiEvents(
            GeminiChunk(thought), GeminiChunk("""{"text":"a \ud83d"}"""), GeminiChunk("""{"text":"\ude00\u00e9"}"""), GeminiChunk(signed), GeminiChunk(GeminiOwn), Stop));
        AssistantRound round = machine.CompleteRound();
        string parts = string.Join(',', thought, """{"text":"a \ud83d\ude00\u00e9"}""", signed, GeminiOwn);
        Assert.Equal($$"""{"parts":[{{parts}}],"role":"model"}""", Encoding.UTF8.GetString(round.Message.Span));
        Assert.Equal(("own_1", true), (Assert.Single(round.OwnCalls).Id, round.IsComplete));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_answer_that_Cloud_Code_Assist_wraps_is_read_inside(bool isArray)
    {
        AssistantStream machine = New(isArray);
        string stream = Framed(isArray, Wrapped(GeminiChunk(GeminiText("t"))), Wrapped(GeminiChunk(GeminiOwn, 5, "STOP")));
        string client = Feed(machine, stream) + Close(machine, ownCallsDropped: true);
        AssertNothingOfOurs(client);
        Assert.All(Chunks(isArray, client), chunk => Assert.Equal("t1", (string?)chunk["traceId"]));
        Assert.Single(machine.CompleteRound().OwnCalls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_error_behind_a_text_is_written_as_the_api_writes_one(bool isArray)
    {
        AssistantStream machine = New(isArray);
        string client = Feed(machine, Framed(isArray, GeminiChunk(GeminiText("t")), GeminiChunk(GeminiOwn, 5, "STOP")));
        client += Written(output => machine.WriteError(output, "no \"luck\""));
        Assert.Equal("no \"luck\"", (string?)Chunks(isArray, client)[^1]["error"]!["message"]);
    }

    [Fact]
    public void A_whole_answer_is_put_together_from_its_rounds()
    {
        BufferedAnswer first = Read(GeminiChunk(GeminiText("Wait.") + "," + GeminiOwn, 5, "STOP")), last = Read(Wrapped(GeminiChunk(GeminiCall("search"), 7, "STOP", "r2")));
        string client = Encoding.UTF8.GetString(last.ToClient([first], false).Span);
        JsonNode answer = JsonNode.Parse(client)!["response"]!;
        AssertNothingOfOurs(client);
        Assert.Equal([GeminiText("Wait."), GeminiCall("search")], Parts([answer]).Select(part => part.ToJsonString()));
        Assert.Equal((12, "r1"), ((int)answer["usageMetadata"]!["candidatesTokenCount"]!, (string?)answer["responseId"]));
    }

    [Fact]
    public void A_whole_answer_without_calls_of_ours_keeps_its_bytes_and_an_error_is_none()
    {
        const string answer = """{ "candidates":[{"content":{"parts":[{"text":"t\u0041"}]}}] }""";
        Assert.Equal(answer, Encoding.UTF8.GetString(Read(answer).ToClient([], false).Span));
        Assert.Null(WireFormat.Of(WireProtocol.Gemini).ReadAnswer(Property.Utf8("""{"error":{"code":400}}""")));
    }

    private static AssistantStream New(bool isArray) => isArray ? WireFormat.Of(WireProtocol.Gemini).NewArrayStream()! : Machine(WireProtocol.Gemini);

    private static BufferedAnswer Read(string body) => WireFormat.Of(WireProtocol.Gemini).ReadAnswer(Property.Utf8(body))!;

    private static string Wrapped(string chunk) => $$"""{"response":{{chunk}},"traceId":"t1"}""";

    private static string Framed(bool isArray, params string[] chunks) => isArray ? GeminiArray(chunks) : GeminiEvents(chunks);

    private static List<JsonNode> Chunks(bool isArray, string client) => isArray ? [.. JsonNode.Parse(client)!.AsArray().Select(chunk => chunk!)] : Events(client);

    private static IEnumerable<JsonNode> Parts(IEnumerable<JsonNode> chunks) =>
        chunks.SelectMany(chunk => chunk["candidates"]![0]!["content"]!["parts"]!.AsArray()).Select(part => part!);
}
