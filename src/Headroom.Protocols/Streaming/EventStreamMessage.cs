using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Headroom.Protocols.Streaming;

/// <summary>
/// One message of AWS's event stream encoding (<c>application/vnd.amazon.eventstream</c>): total length, length of the headers
/// and CRC-32 of both; headers; payload; CRC-32 of all before it. Numbers are big-endian.
/// </summary>
internal sealed record EventStreamMessage
{
    /// <summary>The bytes before the headers.</summary>
    public const int PreludeLength = 12;

    private const int ChecksumLength = 4;
    private const byte StringType = 7;

    private EventStreamMessage(string? kind, string? type, ReadOnlyMemory<byte> headers, ReadOnlyMemory<byte> payload) =>
        (Kind, Type, Headers, Payload) = (kind, type, headers, payload);

    /// <value>The value of <c>:message-type</c>: <c>event</c>, <c>exception</c> or <c>error</c>.</value>
    public string? Kind { get; }

    /// <value>The value of <c>:event-type</c>.</value>
    public string? Type { get; }

    /// <value>The headers as they came.</value>
    public ReadOnlyMemory<byte> Headers { get; }

    /// <value>The payload.</value>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Reads the total length from a prelude; <c>null</c> where its checksum is wrong, or the lengths cannot be.</summary>
    public static int? LengthOf(ReadOnlySpan<byte> prelude)
    {
        uint total = BinaryPrimitives.ReadUInt32BigEndian(prelude);
        uint headers = BinaryPrimitives.ReadUInt32BigEndian(prelude[4..]);
        bool isSound = BinaryPrimitives.ReadUInt32BigEndian(prelude[8..]) == Crc32.Of(prelude[..8]);
        return isSound && total <= int.MaxValue && headers <= total && total - headers >= PreludeLength + ChecksumLength ? (int)total : null;
    }

    /// <summary>Reads a message; <c>null</c> where a checksum or its form is wrong.</summary>
    public static EventStreamMessage? TryRead(ReadOnlyMemory<byte> message)
    {
        ReadOnlySpan<byte> bytes = message.Span;
        if (bytes.Length < PreludeLength + ChecksumLength || LengthOf(bytes) != bytes.Length
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[^ChecksumLength..]) != Crc32.Of(bytes[..^ChecksumLength]))
        {
            return null;
        }

        int headersLength = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        ReadOnlyMemory<byte> headers = message.Slice(PreludeLength, headersLength);
        return TryReadHeaders(headers.Span, out string? kind, out string? type)
            ? new EventStreamMessage(kind, type, headers, message[(PreludeLength + headersLength)..^ChecksumLength]) : null;
    }

    /// <summary>Writes a message.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> headers, ReadOnlySpan<byte> payload)
    {
        int length = PreludeLength + headers.Length + payload.Length + ChecksumLength;
        Span<byte> message = output.GetSpan(length)[..length];
        BinaryPrimitives.WriteUInt32BigEndian(message, (uint)length);
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], (uint)headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message[8..], Crc32.Of(message[..8]));
        headers.CopyTo(message[PreludeLength..]);
        payload.CopyTo(message[(PreludeLength + headers.Length)..]);
        BinaryPrimitives.WriteUInt32BigEndian(message[^ChecksumLength..], Crc32.Of(message[..^ChecksumLength]));
        output.Advance(length);
    }

    /// <summary>The bytes of headers with string values.</summary>
    public static ReadOnlyMemory<byte> HeadersOf(params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach ((string name, string value) in headers)
        {
            byte[] text = Encoding.UTF8.GetBytes(value);
            output.Write([(byte)name.Length, .. Encoding.ASCII.GetBytes(name), StringType, (byte)(text.Length >> 8), (byte)text.Length, .. text]);
        }

        return output.WrittenMemory;
    }

    private static bool TryReadHeaders(ReadOnlySpan<byte> headers, out string? kind, out string? type)
    {
        kind = type = null;
        while (!headers.IsEmpty)
        {
            int nameLength = headers[0];
            if (headers.Length < nameLength + 2)
            {
                return false;
            }

            ReadOnlySpan<byte> name = headers.Slice(1, nameLength);
            byte valueType = headers[nameLength + 1];
            headers = headers[(nameLength + 2)..];
            bool hasLength = valueType is 6 or StringType;
            if (hasLength && headers.Length < 2)
            {
                return false;
            }

            int prefix = hasLength ? 2 : 0;
            int length = valueType switch
            {
                0 or 1 => 0,
                2 => 1,
                3 => 2,
                4 => 4,
                5 or 8 => 8,
                6 or StringType => BinaryPrimitives.ReadUInt16BigEndian(headers),
                9 => 16,
                _ => int.MaxValue - 2,
            };
            if (headers.Length < prefix + length)
            {
                return false;
            }

            if (valueType == StringType)
            {
                string value = Encoding.UTF8.GetString(headers.Slice(2, length));
                kind = name.SequenceEqual(":message-type"u8) ? value : kind;
                type = name.SequenceEqual(":event-type"u8) ? value : type;
            }

            headers = headers[(prefix + length)..];
        }

        return true;
    }
}
