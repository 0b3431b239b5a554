using Headroom.Compression.Sequences;

namespace Headroom.Compression.Tables;

/// <summary>How the cells of delimited values are set apart (RFC 4180, with any delimiter).</summary>
/// <param name="Delimiter">What stands between cells.</param>
/// <param name="HasQuotes">Whether a cell may stand in quotes; if not, quotes are text.</param>
internal readonly record struct Dialect(byte Delimiter, bool HasQuotes)
{
    /// <summary>Reads a row.</summary>
    /// <param name="utf8">The whole text.</param>
    /// <param name="position">Where the row begins; afterwards where the next one does.</param>
    /// <param name="row">Takes the cells.</param>
    /// <returns>Whether it is well formed.</returns>
    public bool TryReadRow(ReadOnlySpan<byte> utf8, ref int position, List<TableCell> row)
    {
        row.Clear();
        int at = position;
        int limit = Math.Min(utf8.Length, position + TextTable.MaxRowBytes);
        while (row.Count < TextTable.MaxColumns)
        {
            int end;
            if (HasQuotes && at < limit && utf8[at] == '"')
            {
                int close = EndOfQuoted(utf8[..limit], at + 1, out bool hasDoubled);
                if (close < 0)
                {
                    return false;
                }

                row.Add(new TableCell(new Extent(at + 1, close), true, hasDoubled));
                end = close + 1;
                if (end + 1 < utf8.Length && utf8[end] == '\r' && utf8[end + 1] == '\n')
                {
                    end++;
                }
            }
            else
            {
                int length = utf8[at..limit].IndexOfAny(Delimiter, (byte)'\n');
                if (length < 0 && limit < utf8.Length)
                {
                    return false;
                }

                end = length < 0 ? utf8.Length : at + length;
                bool endsLine = end < utf8.Length && utf8[end] == '\n' && end > at && utf8[end - 1] == '\r';
                row.Add(new TableCell(new Extent(at, endsLine ? end - 1 : end)));
            }

            if (end >= utf8.Length || utf8[end] == '\n')
            {
                position = Math.Min(utf8.Length, end + 1);
                return true;
            }

            if (utf8[end] != Delimiter)
            {
                return false;
            }

            at = end + 1;
        }

        return false;
    }

    /// <summary>Whether a cell of this text has to stand in quotes.</summary>
    public bool NeedsQuotes(ReadOnlySpan<byte> text) => text.IndexOfAny(Delimiter, (byte)'"', (byte)'\n') >= 0 || text.Contains((byte)'\r');

    private static int EndOfQuoted(ReadOnlySpan<byte> utf8, int at, out bool hasDoubled)
    {
        hasDoubled = false;
        while (true)
        {
            int length = utf8[at..].IndexOf((byte)'"');
            if (length < 0)
            {
                return -1;
            }

            at += length;
            if (at + 1 == utf8.Length || utf8[at + 1] != '"')
            {
                return at;
            }

            hasDoubled = true;
            at += 2;
        }
    }
}
