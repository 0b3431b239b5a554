using System.Text;
using Amazon.Runtime.EventStreams;

namespace Headroom.EndToEnd.Tests.Upstream;

/// <summary>AWS's event stream encoding, by AWS's own SDK.</summary>
public static class AwsEventStream
{
    public const string MediaType = "application/vnd.amazon.eventstream";

    public static byte[] Event(string type, string json)
    {
        List<IEventStreamHeader> headers = [Header(":event-type", type), Header(":content-type", "application/json"), Header(":message-type", "event")];
        return new EventStreamMessage(headers, Encoding.UTF8.GetBytes(json)).ToByteArray();
    }

    /// <summary>The messages of a stream; the SDK throws where a checksum is wrong.</summary>
    public static IEnumerable<(string Type, string Json)> Read(byte[] stream)
    {
        for (int position = 0; position < stream.Length;)
        {
            int length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(stream.AsSpan(position));
            EventStreamMessage message = EventStreamMessage.FromBuffer(stream[position..(position + length)], 0, length);
            string kind = message.Headers[":message-type"].AsString();
            string type = kind == "event" ? message.Headers[":event-type"].AsString() : kind + ":" + message.Headers[":exception-type"].AsString();
            yield return (type, Encoding.UTF8.GetString(message.Payload));
            position += length;
        }
    }

    private static EventStreamHeader Header(string name, string value)
    {
        var header = new EventStreamHeader(name);
        header.SetString(value);
        return header;
    }
}
