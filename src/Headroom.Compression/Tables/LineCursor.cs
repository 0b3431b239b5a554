using Headroom.Compression.Sequences;

namespace Headroom.Compression.Tables;

/// <summary>Lines of a table, one after the other, and columns of characters in them.</summary>
internal static class LineCursor
{
    /// <summary>The line that begins at a position, without its terminator; empty behind the last one.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="position">Where the line begins; afterwards where the next one does.</param>
    public static Extent Next(ReadOnlySpan<byte> utf8, ref int position)
    {
        int start = position;
        int length = utf8[start..].IndexOf((byte)'\n');
        int end = length < 0 ? utf8.Length : start + length;
        position = length < 0 ? utf8.Length : end + 1;
        return new Extent(start, length >= 0 && end > start && utf8[end - 1] == '\r' ? end - 1 : end);
    }

    /// <summary>How many characters a text has.</summary>
    public static int Width(ReadOnlySpan<byte> utf8)
    {
        int width = 0;
        foreach (byte value in utf8)
        {
            width += (value & 0xC0) == 0x80 ? 0 : 1;
        }

        return width;
    }

    /// <summary>Where the character in a column begins; the length of the line where it is shorter.</summary>
    public static int Offset(ReadOnlySpan<byte> line, int column)
    {
        if (column < line.Length && line[..column].IndexOfAnyInRange((byte)0x80, (byte)0xFF) < 0 && (line[column] & 0xC0) != 0x80)
        {
            return column;
        }

        for (int at = 0; at < line.Length; at++)
        {
            if ((line[at] & 0xC0) != 0x80 && column-- == 0)
            {
                return at;
            }
        }

        return line.Length;
    }
}
