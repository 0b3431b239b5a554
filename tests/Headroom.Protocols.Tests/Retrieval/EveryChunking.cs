using System.Buffers;
using System.Text;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Streaming;
using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Retrieval.Streams;

namespace Headroom.Protocols.Tests.Retrieval;

/// <summary>How a network cuts a stream makes no difference to what the client gets or what is counted.</summary>
public sealed class EveryChunking
{
    private const string Said = "one é 😀 \r\n two";

    private static readonly string Arguments = $$"""{"hash":"{{Hash}}"}""";

    /// <value>Those whose streams are text.</value>
    public static TheoryData<WireProtocol> Protocols { get; } =
        [.. Enum.GetValues<WireProtocol>().Where(protocol => WireFormat.Of(protocol).StreamMediaType == "text/event-stream")];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Cut_anywhere_into_two_or_into_single_bytes_a_stream_gives_the_same(WireProtocol protocol)
    {
        AssertSame(protocol, callsUs: false, hasCarriageReturns: false);
        AssertSame(protocol, callsUs: true, hasCarriageReturns: false);
        AssertSame(protocol, callsUs: true, hasCarriageReturns: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void So_does_an_array_that_comes_piece_by_piece(bool callsUs) =>
        AssertSame(() => WireFormat.Of(WireProtocol.Gemini).NewArrayStream()!, GeminiArray(GeminiParts(callsUs)));

    [Theory]
    [InlineData(WireProtocol.BedrockInvoke, false)]
    [InlineData(WireProtocol.BedrockInvoke, true)]
    [InlineData(WireProtocol.BedrockConverse, false)]
    [InlineData(WireProtocol.BedrockConverse, true)]
    public void So_do_the_binary_messages_of_Bedrock(WireProtocol protocol, bool callsUs)
    {
        byte[] stream = protocol == WireProtocol.BedrockConverse
            ? BedrockStreams.Converse([BedrockStreams.Start, .. BedrockStreams.Text(0, Said), .. callsUs ? BedrockStreams.Own(1) : [], .. BedrockStreams.Call(callsUs ? 2 : 1, "c", "search", "{}"), .. BedrockStreams.End("tool_use")])
            : BedrockStreams.Invoke([Start(), .. Text(0, Said), .. callsUs ? Own(1) : [], .. Call(callsUs ? 2 : 1, "c", "search", "{\"a\":", "1.0}"), .. End("tool_use")]);
        AssertSame(() => Machine(protocol), stream);
    }

    private static void AssertSame(WireProtocol protocol, bool callsUs, bool hasCarriageReturns)
    {
        string text = Stream(protocol, callsUs);
        AssertSame(() => Machine(protocol), hasCarriageReturns ? text.ReplaceLineEndings("\r\n") : text);
    }

    private static void AssertSame(Func<AssistantStream> machine, string text) => AssertSame(machine, Encoding.UTF8.GetBytes(text));

    private static void AssertSame(Func<AssistantStream> machine, byte[] stream)
    {
        (string client, TokenUsage usage) = Relayed(machine(), [stream]);
        Assert.NotNull(usage.Output);
        Assert.DoesNotContain("headroom_retrieve", client);
        for (int cut = 1; cut < stream.Length; cut++)
        {
            Assert.Equal((client, usage), Relayed(machine(), [stream[..cut], stream[cut..]]));
        }

        Assert.Equal((client, usage), Relayed(machine(), [.. stream.Select(value => new[] { value })]));
    }

    private static (string Client, TokenUsage Usage) Relayed(AssistantStream machine, IEnumerable<byte[]> chunks)
    {
        EventSplitter splitter = machine.NewSplitter();
        var client = new ArrayBufferWriter<byte>();
        foreach (byte[] chunk in chunks)
        {
            splitter.Push(chunk);
            while (splitter.TryTake(out ReadOnlyMemory<byte> rawEvent))
            {
                machine.Accept(rawEvent, client);
            }
        }

        machine.WriteClosing(client, ownCallsDropped: true);
        client.Write(splitter.Rest.Span);
        return (Encoding.Latin1.GetString(client.WrittenSpan), machine.RoundUsage);
    }

    private static string Stream(WireProtocol protocol, bool callsUs) => protocol switch
    {
        WireProtocol.AnthropicMessages => ": ping\n\n" + AnthropicEvents(
            [Start(), .. Text(0, Said), .. callsUs ? Own(1) : [], .. Call(callsUs ? 2 : 1, "c", "search", "{\"a\":", "1.0}"), .. End("tool_use")]),
        WireProtocol.ChatCompletions => ChatEvents(
            [
                Chunk("""{"role":"assistant","content":""}"""), Chunk($$"""{"content":{{System.Text.Json.JsonSerializer.Serialize(Said)}}}"""),
                .. callsUs ? [Chunk($$"""{"tool_calls":[{{ChatCall(0, "own_1", "headroom_retrieve", Arguments)}}]}""")] : Array.Empty<string>(),
                Chunk($$"""{"tool_calls":[{{ChatCall(callsUs ? 1 : 0, "c", "search", "{}")}}]}"""), Chunk("{}", "tool_calls"), ChatUsage(5, 6),
            ]) + "data: [DONE]\n\n",
        WireProtocol.Gemini => GeminiEvents(GeminiParts(callsUs)),
        _ => Responses(callsUs),
    };

    private static string[] GeminiParts(bool callsUs) =>
        [GeminiChunk(GeminiText(Said), 2), .. callsUs ? [GeminiChunk(GeminiOwn, 3)] : Array.Empty<string>(), GeminiChunk(GeminiCall("search"), 4), GeminiChunk(GeminiText(""), 5, "STOP")];

    private static string Responses(bool callsUs)
    {
        ResponsesEvents events = new ResponsesEvents().Begin().Reasoning("a").Text(Said);
        return (callsUs ? events.Own() : events).Call("c", "search", "{}").End().Stream;
    }
}
