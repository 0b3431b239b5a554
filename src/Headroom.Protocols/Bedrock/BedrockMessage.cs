using System.Buffers;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Streaming;

namespace Headroom.Protocols.Bedrock;

/// <summary>The messages of Bedrock's streams that are ours to write.</summary>
internal static class BedrockMessage
{
    /// <summary>The media type of Bedrock's streams.</summary>
    public const string MediaType = "application/vnd.amazon.eventstream";

    private static readonly ReadOnlyMemory<byte> ChunkHeaders =
        EventStreamMessage.HeadersOf((":event-type", "chunk"), (":content-type", "application/json"), (":message-type", "event"));

    private static readonly ReadOnlyMemory<byte> ErrorHeaders =
        EventStreamMessage.HeadersOf((":exception-type", "internalServerException"), (":content-type", "application/json"), (":message-type", "exception"));

    /// <summary>Writes an event of a model's own API.</summary>
    public static void WriteChunk(IBufferWriter<byte> client, ReadOnlySpan<byte> json) =>
        EventStreamMessage.Write(client, ChunkHeaders.Span, JsonText.Fill("""{"bytes":§}""", Convert.ToBase64String(json)).Span);

    /// <summary>Writes the error that ends a stream.</summary>
    public static void WriteError(IBufferWriter<byte> client, string message) =>
        EventStreamMessage.Write(client, ErrorHeaders.Span, JsonText.Fill("""{"message":§}""", message).Span);
}
