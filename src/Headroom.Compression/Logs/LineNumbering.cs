using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Headroom.Compression.Logs;

/// <summary>
/// Consecutive line numbers before every line, right-aligned in <paramref name="Width"/> characters and followed by a
/// separator, as file-read tools write them: <c>  12→</c>, <c>12⇥</c>, <c>12: </c>.
/// </summary>
/// <param name="First">The number of the first line.</param>
/// <param name="Width">The least width, padded with spaces on the left.</param>
/// <param name="Separator">What follows the number.</param>
internal sealed record LineNumbering(int First, int Width, string Separator)
{
    private static readonly string[] Separators = ["→", "\t", ": "];

    /// <summary>Recognises numbers that every line of the block carries in one form.</summary>
    public static LineNumbering? Find(ReadOnlySpan<byte> content, LogLines lines)
    {
        if (lines.Count < 2 || !TryParse(lines.Verbatim(content, 0), out LineNumbering? numbering))
        {
            return null;
        }

        Span<byte> prefix = stackalloc byte[64];
        for (int i = 0; i < lines.Count; i++)
        {
            if (!lines.Verbatim(content, i).StartsWith(prefix[..numbering.Write(prefix, i)]))
            {
                return null;
            }
        }

        return numbering;
    }

    /// <summary>The number of bytes of the prefix that <paramref name="line"/> starts with; 0 where it has none.</summary>
    public static int PrefixOf(ReadOnlySpan<byte> line) =>
        TryParse(line, out LineNumbering? numbering) ? numbering.Width + Encoding.UTF8.GetByteCount(numbering.Separator) : 0;

    /// <summary>The number of bytes before the text of the line with this index.</summary>
    public int PrefixLength(int line)
    {
        int digits = 1;
        for (int number = First + line; number >= 10; number /= 10)
        {
            digits++;
        }

        return Math.Max(Width, digits) + (Separator == "→" ? 3 : Separator.Length);
    }

    private static bool TryParse(ReadOnlySpan<byte> line, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LineNumbering? numbering)
    {
        numbering = null;
        int spaces = line.IndexOfAnyExcept((byte)' ');
        if (spaces is < 0 or > 10 || !Utf8Parser.TryParse(line[spaces..], out uint first, out int digits) || first > 10_000_000 || line[spaces] == '+')
        {
            return false;
        }

        foreach (string separator in Separators)
        {
            if (line[(spaces + digits)..].StartsWith(Encoding.UTF8.GetBytes(separator)))
            {
                numbering = new LineNumbering((int)first, spaces + digits, separator);
                return true;
            }
        }

        return false;
    }

    private int Write(Span<byte> prefix, int line)
    {
        string text = (First + line).ToString(CultureInfo.InvariantCulture).PadLeft(Width);
        return Encoding.UTF8.GetBytes(text + Separator, prefix);
    }
}
