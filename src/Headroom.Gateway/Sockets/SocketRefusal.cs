using System.Buffers;
using System.Text.Json;

namespace Headroom.Gateway.Sockets;

/// <summary>The event that tells a client that a turn does not begin, in the shape of upstream's own errors on a connection.</summary>
internal static class SocketRefusal
{
    /// <summary>Writes it.</summary>
    /// <param name="stream">The stream that the turn belongs to; empty where the connection has one.</param>
    /// <param name="message">Why.</param>
    public static ReadOnlyMemory<byte> Write(string stream, string message)
    {
        ArrayBufferWriter<byte> written = new();
        using (Utf8JsonWriter json = new(written))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "error"u8);
            if (stream.Length > 0)
            {
                json.WriteString("stream_id"u8, stream);
            }

            json.WriteNumber("status"u8, 429);
            json.WriteStartObject("error"u8);
            json.WriteString("type"u8, "rate_limit_error"u8);
            json.WriteString("code"u8, "rate_limit_exceeded"u8);
            json.WriteString("message"u8, message);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return written.WrittenMemory;
    }
}
