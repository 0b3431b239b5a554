namespace Headroom.Compression.Logs;

/// <summary>Recognises the time stamps that loggers write, by the shape of their characters alone.</summary>
internal static class TimeStamp
{
    // d = digit, s = digit or space, a = letter; anything else stands for itself. Longer shapes first.
    private static readonly byte[][] Shapes =
    [
        [.. "dddd-dd-ddTdd:dd:dd"u8],
        [.. "dddd-dd-dd dd:dd:dd"u8],
        [.. "dddd/dd/dd dd:dd:dd"u8],
        [.. "dddd-dd-dd-dd.dd.dd"u8],
        [.. "dd/aaa/dddd:dd:dd:dd"u8],
        [.. "aaa aaa sd dd:dd:dd dddd"u8],
        [.. "aaa sd dd:dd:dd"u8],
        [.. "dd/dd/dd dd:dd:dd"u8],
        [.. "dd-dd dd:dd:dd"u8],
        [.. "addd dd:dd:dd"u8],
        [.. "adddd dd:dd:dd"u8],
        [.. "dddddd dddddd"u8],
        [.. "dd:dd:dd"u8],
    ];

    /// <summary>
    /// The number of bytes of the time stamp that <paramref name="line"/> starts with, an opening bracket before it and
    /// fraction and zone behind it included; 0 where it starts with none.
    /// </summary>
    public static int Length(ReadOnlySpan<byte> line)
    {
        int start = line.Length > 0 && line[0] is (byte)'[' or (byte)'(' ? 1 : 0;
        if (line.Length < start + 8 || !(char.IsAsciiDigit((char)line[start + 1]) || char.IsAsciiLetter((char)line[start])))
        {
            return 0;
        }

        foreach (byte[] shape in Shapes)
        {
            if (Fits(line[start..], shape))
            {
                int end = Tail(line, start + shape.Length);
                return end == line.Length || !char.IsAsciiLetterOrDigit((char)line[end]) ? end : 0;
            }
        }

        return 0;
    }

    private static bool Fits(ReadOnlySpan<byte> line, ReadOnlySpan<byte> shape)
    {
        if (line.Length < shape.Length)
        {
            return false;
        }

        for (int i = 0; i < shape.Length; i++)
        {
            char at = (char)line[i];
            bool fits = shape[i] switch
            {
                (byte)'d' => char.IsAsciiDigit(at),
                (byte)'s' => char.IsAsciiDigit(at) || at == ' ',
                (byte)'a' => char.IsAsciiLetter(at),
                byte literal => at == literal,
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    private static int Tail(ReadOnlySpan<byte> line, int end)
    {
        if (end + 1 < line.Length && line[end] is (byte)'.' or (byte)',' && char.IsAsciiDigit((char)line[end + 1]))
        {
            end++;
            while (end < line.Length && char.IsAsciiDigit((char)line[end]))
            {
                end++;
            }
        }

        if (end < line.Length && line[end] == 'Z')
        {
            return end + 1;
        }

        return Fits(line[end..], "+dd:dd"u8) || Fits(line[end..], "-dd:dd"u8) ? end + 6
            : Fits(line[end..], "+dddd"u8) || Fits(line[end..], "-dddd"u8) ? end + 5
            : end;
    }
}
