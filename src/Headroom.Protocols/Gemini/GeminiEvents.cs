using System.Buffers;
using Headroom.Protocols.Streaming;

namespace Headroom.Protocols.Gemini;

/// <summary>
/// How the chunks of a streamed answer are kept apart: as server-sent events, or as the elements of one JSON array, whose
/// brackets and commas must come right when elements are left out and when another array goes on in its place.
/// </summary>
internal sealed class GeminiEvents(EventFraming framing)
{
    private bool _hasWritten;

    private bool IsArray => framing == EventFraming.JsonArray;

    public EventSplitter NewSplitter() => IsArray ? new JsonArraySplitter() : new ServerSentEventSplitter();

    /// <summary>Finds the JSON of an event; see <see cref="ServerSentEvent.TryGetData"/>.</summary>
    public bool TryGetData(ReadOnlyMemory<byte> rawEvent, out ReadOnlyMemory<byte> data, out int offset)
    {
        if (!IsArray)
        {
            return ServerSentEvent.TryGetData(rawEvent, out data, out offset);
        }

        offset = rawEvent.Span.IndexOf((byte)'{');
        data = offset < 0 ? default : rawEvent[offset..];
        return offset >= 0;
    }

    /// <summary>An event that holds a JSON object.</summary>
    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json) => IsArray ? json : (byte[])[.. "data: "u8, .. json.Span, .. "\r\n\r\n"u8];

    /// <summary>Writes an event; nothing where it is empty.</summary>
    public void Write(IBufferWriter<byte> client, ReadOnlyMemory<byte> rawEvent)
    {
        if (rawEvent.IsEmpty)
        {
            return;
        }

        ReadOnlySpan<byte> bytes = rawEvent.Span;
        int start = IsArray ? bytes.IndexOf((byte)'{') : 0;
        bool begins = bytes[..Math.Max(start, 0)].Contains((byte)'['), follows = bytes[..Math.Max(start, 0)].Contains((byte)',');
        if (IsArray && start >= 0 && (_hasWritten ? !follows : !begins))
        {
            client.Write(_hasWritten ? ",\r\n"u8 : "["u8);
            bytes = bytes[start..];
        }

        client.Write(bytes);
        _hasWritten = true;
    }

    /// <summary>Writes an event that holds no chunk; an array that may go on is not closed by it.</summary>
    public void WriteOther(IBufferWriter<byte> client, ReadOnlyMemory<byte> rawEvent, bool mayGoOn)
    {
        if (!IsArray || !mayGoOn)
        {
            client.Write(rawEvent.Span);
        }
    }

    /// <summary>Writes what stands behind the last event.</summary>
    public void WriteEnd(IBufferWriter<byte> client) => client.Write(IsArray ? "]"u8 : ""u8);
}
