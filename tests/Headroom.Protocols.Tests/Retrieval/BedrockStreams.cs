using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime.EventStreams;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Streaming;

namespace Headroom.Protocols.Tests.Retrieval;

/// <summary>Streams of Bedrock for the tests, written and read by AWS's own SDK.</summary>
internal static class BedrockStreams
{
    public static (string Type, string Json) Start => ("messageStart", """{"role":"assistant","p":"abc"}""");

    public static byte[] Converse(params (string Type, string Json)[] events) => [.. events.SelectMany(item => Message(item.Type, item.Json))];

    /// <summary>Messages events as base64 in chunks.</summary>
    public static byte[] Invoke(params string[] datas) =>
        [.. datas.SelectMany(data => Message("chunk", $$"""{"bytes":"{{Convert.ToBase64String(Property.Utf8(data))}}","p":"abcdefg"}"""))];

    public static (string, string)[] Text(int index, params string[] pieces) => Block(index, null, [.. pieces.Select(piece => $$"""{"text":{{JsonSerializer.Serialize(piece)}}}""")]);

    public static (string, string)[] Call(int index, string id, string name, params string[] arguments) => Block(
        index, $$$"""{"toolUse":{"toolUseId":"{{{id}}}","name":"{{{name}}}"}}""", [.. arguments.Select(piece => $$$"""{"toolUse":{"input":{{{JsonSerializer.Serialize(piece)}}} }}""")]);

    public static (string, string)[] Own(int index, string id = "own_1") => Call(index, id, "headroom_retrieve", "{\"ha", $"sh\":\"{Streams.Hash}\"}}");

    public static (string, string)[] Block(int index, string? start, params string[] deltas) =>
    [
        .. start is null ? Array.Empty<(string, string)>() : [("contentBlockStart", $$"""{"contentBlockIndex":{{index}},"start":{{start}},"p":"x"}""")],
        .. deltas.Select(delta => ("contentBlockDelta", $$"""{"contentBlockIndex":{{index}},"delta":{{delta}},"p":"xyz"}""")),
        ("contentBlockStop", $$"""{"contentBlockIndex":{{index}}}"""),
    ];

    public static (string, string)[] End(string reason, int input = 10, int output = 20) =>
    [
        ("messageStop", $$"""{"stopReason":"{{reason}}"}"""),
        ("metadata", $$$"""{"metrics":{"latencyMs":1},"usage":{"inputTokens":{{{input}}},"outputTokens":{{{output}}},"totalTokens":{{{input + output}}},"cacheReadInputTokens":3}}"""),
    ];

    public static byte[] Message(string type, string json, string kind = "event") => new EventStreamMessage(
        [Header(kind == "event" ? ":event-type" : ":exception-type", type), Header(":content-type", "application/json"), Header(":message-type", kind)], Property.Utf8(json)).ToByteArray();

    /// <summary>Feeds a stream and returns what the client gets of it.</summary>
    public static byte[] Feed(AssistantStream machine, byte[] stream)
    {
        EventSplitter splitter = machine.NewSplitter();
        splitter.Push(stream);
        return Written(client =>
        {
            while (splitter.TryTake(out ReadOnlyMemory<byte> rawEvent))
            {
                machine.Accept(rawEvent, client);
            }

            client.Write(splitter.Rest.Span);
        });
    }

    public static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var client = new ArrayBufferWriter<byte>();
        write(client);
        return client.WrittenSpan.ToArray();
    }

    /// <summary>The events of a stream; those of a model's own API are taken out of their chunks. A wrong checksum throws.</summary>
    public static List<(string Type, JsonNode Data)> Read(byte[] stream)
    {
        List<(string, JsonNode)> events = [];
        for (int position = 0; position < stream.Length;)
        {
            int length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(stream.AsSpan(position));
            EventStreamMessage message = EventStreamMessage.FromBuffer(stream[position..(position + length)], 0, length);
            JsonNode data = JsonNode.Parse(message.Payload)!;
            string type = message.Headers.TryGetValue(":event-type", out IEventStreamHeader? header) ? header.AsString() : message.Headers[":exception-type"].AsString();
            data = type == "chunk" ? JsonNode.Parse(Convert.FromBase64String((string)data["bytes"]!))! : data;
            events.Add((type == "chunk" ? (string)data["type"]! : type, data));
            position += length;
        }

        return events;
    }

    private static IEventStreamHeader Header(string name, string value)
    {
        var header = new EventStreamHeader(name);
        header.SetString(value);
        return header;
    }
}
