namespace Headroom.Protocols.Streaming;

/// <summary>What a server-sent event says.</summary>
public static class ServerSentEvent
{
    /// <summary>Finds the data of an event.</summary>
    /// <param name="rawEvent">The event's bytes.</param>
    /// <param name="data">The data: a slice of the event where it has one data line, else the lines joined by LF.</param>
    /// <param name="dataOffset">Where <paramref name="data"/> begins in the event; -1 where lines were joined.</param>
    /// <returns><c>false</c> where the event carries no data: a comment, a blank line.</returns>
    public static bool TryGetData(ReadOnlyMemory<byte> rawEvent, out ReadOnlyMemory<byte> data, out int dataOffset)
    {
        data = default;
        dataOffset = 0;
        int lines = 0, position = 0;
        MemoryStream? joined = null;
        ReadOnlySpan<byte> bytes = rawEvent.Span;
        while (position < bytes.Length)
        {
            int length = bytes[position..].IndexOfAny((byte)'\n', (byte)'\r');
            length = length < 0 ? bytes.Length - position : length;
            ReadOnlySpan<byte> line = bytes.Slice(position, length);
            if (line.StartsWith("data:"u8))
            {
                int skip = line.Length > 5 && line[5] == (byte)' ' ? 6 : 5;
                ReadOnlyMemory<byte> value = rawEvent.Slice(position + skip, length - skip);
                if (lines++ == 0)
                {
                    data = value;
                    dataOffset = position + skip;
                }
                else
                {
                    joined ??= new MemoryStream();
                    if (lines == 2)
                    {
                        joined.Write(data.Span);
                    }

                    joined.WriteByte((byte)'\n');
                    joined.Write(value.Span);
                }
            }

            position += length + 1;
        }

        if (joined is not null)
        {
            data = joined.ToArray();
            dataOffset = -1;
        }

        return lines > 0;
    }
}
