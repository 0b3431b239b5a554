using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Streaming;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Tests.Retrieval;

/// <summary>Provider streams for the tests, and what a client makes of what it gets.</summary>
internal static class Streams
{
    public const string Hash = "0123456789abcdef01234567";

    /// <summary>Messages events; the event's name is the type of its data.</summary>
    public static string AnthropicEvents(params string[] datas) =>
        string.Concat(datas.Select(data => $"event: {JsonNode.Parse(data)!["type"]}\ndata: {data}\n\n"));

    public static string Start(int input = 10) => $$$$"""{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"usage":{"input_tokens":{{{{input}}}},"cache_read_input_tokens":3,"output_tokens":1}}}""";

    public static string[] Block(int index, string start, params string[] deltas) =>
    [
        $$"""{"type":"content_block_start","index":{{index}},"content_block":{{start}}}""",
        .. deltas.Select(delta => $$"""{"type":"content_block_delta","index":{{index}},"delta":{{delta}}}"""),
        $$"""{"type":"content_block_stop","index":{{index}}}""",
    ];

    public static string[] Text(int index, string text) => Block(index, """{"type":"text","text":""}""", $$"""{"type":"text_delta","text":{{JsonSerializer.Serialize(text)}}}""");

    public static string[] Call(int index, string id, string name, params string[] arguments) => Block(
        index, $$$"""{"type":"tool_use","id":"{{{id}}}","name":"{{{name}}}","input":{}}""",
        [.. arguments.Select(piece => $$"""{"type":"input_json_delta","partial_json":{{JsonSerializer.Serialize(piece)}}}""")]);

    public static string[] Own(int index, string id = "own_1") => Call(index, id, "headroom_retrieve", "{\"ha", $"sh\":\"{Hash}\"}}");

    public static string[] End(string reason, int output = 20) =>
        [$$$"""{"type":"message_delta","delta":{"stop_reason":"{{{reason}}}","stop_sequence":null},"usage":{"output_tokens":{{{output}}}}}""", """{"type":"message_stop"}"""];

    /// <summary>Chat chunks, without <c>[DONE]</c>.</summary>
    public static string ChatEvents(params string[] datas) => string.Concat(datas.Select(data => $"data: {data}\n\n"));

    public static string Chunk(string delta, string? reason = null, string id = "chat_1", string more = "") =>
        $$"""{"id":"{{id}}","object":"chat.completion.chunk","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{(reason is null ? "null" : $"\"{reason}\"")}}}]{{more}}}""";

    public static string ChatCall(int? index, string id, string name, string arguments) =>
        $$$"""{{{{(index is null ? "" : $"\"index\":{index},")}}}"id":"{{{id}}}","type":"function","function":{"name":"{{{name}}}","arguments":{{{JsonSerializer.Serialize(arguments)}}}}}""";

    public static string ChatUsage(int prompt, int completion) =>
        $$$"""{"id":"chat_1","choices":[],"usage":{"prompt_tokens":{{{prompt}}},"completion_tokens":{{{completion}}},"total_tokens":{{{prompt + completion}}}}}""";

    /// <summary>Gemini chunks as server-sent events.</summary>
    public static string GeminiEvents(params string[] chunks) => string.Concat(chunks.Select(chunk => $"data: {chunk}\r\n\r\n"));

    /// <summary>Gemini chunks as one array, as the API writes it without <c>alt=sse</c>.</summary>
    public static string GeminiArray(params string[] chunks) => "[" + string.Join("\n,\r\n", chunks) + "\n]\n";

    public static string GeminiChunk(string parts, int output = 5, string? reason = null, string id = "r1") =>
        $$$"""{"candidates":[{"content":{"parts":[{{{parts}}}],"role":"model"}{{{(reason is null ? "" : $",\"finishReason\":\"{reason}\"")}}},"index":0}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":{{{output}}},"totalTokenCount":{{{output + 10}}}},"responseId":"{{{id}}}"}""";

    public static string GeminiText(string text) => $$"""{"text":{{JsonSerializer.Serialize(text)}}}""";

    public static string GeminiCall(string name) => $$$"""{"functionCall":{"name":"{{{name}}}","args":{"q":1.0}},"thoughtSignature":"c2ln"}""";

    public static string GeminiOwn => $$$"""{"functionCall":{"name":"headroom_retrieve","args":{"hash":"{{{Hash}}}"},"id":"own_1"},"thoughtSignature":"own_sig"}""";

    /// <summary>Feeds a stream and returns what the client gets of it.</summary>
    public static string Feed(AssistantStream machine, string stream, Random? chunking = null)
    {
        var client = new ArrayBufferWriter<byte>();
        EventSplitter splitter = machine.NewSplitter();
        byte[] bytes = Property.Utf8(stream);
        for (int position = 0; position < bytes.Length;)
        {
            int length = Math.Min(bytes.Length - position, chunking?.Next(1, 40) ?? bytes.Length);
            splitter.Push(bytes.AsSpan(position, length));
            position += length;
            while (splitter.TryTake(out ReadOnlyMemory<byte> rawEvent))
            {
                machine.Accept(rawEvent, client);
            }
        }

        client.Write(splitter.Rest.Span);
        return Encoding.UTF8.GetString(client.WrittenSpan);
    }

    public static string Continue(AssistantStream machine) => Written(machine.BeginContinuation);

    public static string Close(AssistantStream machine, bool ownCallsDropped = false) => Written(client => machine.WriteClosing(client, ownCallsDropped));

    public static string Written(Action<IBufferWriter<byte>> write)
    {
        var client = new ArrayBufferWriter<byte>();
        write(client);
        return Encoding.UTF8.GetString(client.WrittenSpan);
    }

    /// <summary>The data of every event, parsed; <c>[DONE]</c> comes as a string.</summary>
    public static List<JsonNode> Events(string stream)
    {
        var splitter = new ServerSentEventSplitter();
        splitter.Push(Property.Utf8(stream));
        List<JsonNode> events = [];
        while (splitter.TryTake(out ReadOnlyMemory<byte> rawEvent))
        {
            if (ServerSentEvent.TryGetData(rawEvent, out ReadOnlyMemory<byte> data, out _))
            {
                string text = Encoding.UTF8.GetString(data.Span);
                events.Add(text == "[DONE]" ? JsonValue.Create(text) : JsonNode.Parse(text)!);
            }
        }

        Assert.True(splitter.Rest.IsEmpty);
        return events;
    }

    public static JsonNode Message(AssistantRound round) => JsonNode.Parse(round.Message.Span)!;

    public static AssistantStream Machine(WireProtocol protocol) => WireFormat.Of(protocol).NewStream();

    public static void AssertNothingOfOurs(string client)
    {
        Assert.DoesNotContain("headroom", client);
        Assert.DoesNotContain("own_", client);
        Assert.DoesNotContain(Hash, client);
    }
}
