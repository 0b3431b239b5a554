namespace Headroom.Compression.Opaque;

/// <summary>Dumps of bytes in lines: <c>xxd</c>, <c>hexdump</c> with and without <c>-C</c>, <c>od -t x1</c>.</summary>
internal static class HexDump
{
    private const int MinLines = 8;
    private const int MinOffset = 6;
    private const int MaxOffset = 16;
    private const int MinDigits = 16;

    /// <summary>Whether every line is one of a dump.</summary>
    public static bool Is(ReadOnlySpan<byte> text)
    {
        int lines = 0;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? text : text[..end]).TrimEnd((byte)'\r');
            text = end < 0 ? default : text[(end + 1)..];
            bool isLast = text.IsEmpty;
            int digits = BytesOf(line, default);
            if (!(digits * 2 >= MinDigits || line.SequenceEqual("*"u8) || (isLast && digits >= 0)))
            {
                return false;
            }

            lines++;
        }

        return lines >= MinLines;
    }

    /// <summary>The first bytes of what was dumped.</summary>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        int count = 0;
        while (!text.IsEmpty && count < bytes.Length)
        {
            int end = text.IndexOf((byte)'\n');
            int read = BytesOf((end < 0 ? text : text[..end]).TrimEnd((byte)'\r'), bytes[count..]);
            if (read < 0)
            {
                break;
            }

            count += read;
            text = end < 0 ? default : text[(end + 1)..];
        }

        return count;
    }

    /// <summary>The number of bytes on a line, as many of them decoded as there is room for; -1 where it is no line of a dump.</summary>
    private static int BytesOf(ReadOnlySpan<byte> line, Span<byte> bytes)
    {
        int offset = 0;
        while (offset < line.Length && char.IsAsciiHexDigit((char)line[offset]))
        {
            offset++;
        }

        if (offset is < MinOffset or > MaxOffset)
        {
            return -1;
        }

        int at = offset < line.Length && line[offset] == ':' ? offset + 1 : offset;
        bool isWords = at == offset;
        int digits = 0;
        for (int spaces = 0; at < line.Length; at++)
        {
            // Two spaces part the bytes from the text beside them, but also, in the middle, eight bytes from eight.
            if (line[at] == ' ')
            {
                spaces++;
                continue;
            }

            int word = 0;
            while (at + word < line.Length && char.IsAsciiHexDigit((char)line[at + word]))
            {
                word++;
            }

            bool ends = at + word == line.Length || line[at + word] == ' ';
            if (word is not (2 or 4 or 8) || !ends || (spaces == 0 && digits > 0) || (spaces > 1 && digits > 0 && digits != 16) || digits + word > 64)
            {
                break;
            }

            for (int i = 0; i < word; i += 2, digits += 2)
            {
                // hexdump without -C writes words of two bytes, the lower one first.
                int place = (digits / 2) ^ (isWords && word == 4 ? 1 : 0);
                if (place < bytes.Length)
                {
                    bytes[place] = (byte)((HexValue.Of(line[at + i]) << 4) | HexValue.Of(line[at + i + 1]));
                }
            }

            at += word - 1;
            spaces = 0;
        }

        return digits / 2;
    }
}
