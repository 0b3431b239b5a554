using Headroom.Compression.Json;

namespace Headroom.Compression.Tables;

/// <summary>The first rows of what may be delimited values: whether they are, and whether the first one holds names.</summary>
internal sealed class DelimitedSample
{
    private const int MaxRows = 24;
    private const int MaxNameBytes = 96;
    private const int ProseWords = 4;

    private readonly List<TableCell[]> _rows = [];

    private DelimitedSample(Dialect dialect) => Dialect = dialect;

    /// <value>How cells are set apart.</value>
    public Dialect Dialect { get; }

    /// <value>How many cells each row has.</value>
    public int ColumnCount => _rows.Count == 0 ? 0 : _rows[0].Length;

    /// <value>Whether the first row holds the names of the columns.</value>
    public bool HasHeader { get; private set; }

    /// <summary>Reads the first rows with a delimiter; <c>null</c> where they are no table.</summary>
    public static DelimitedSample? Read(ReadOnlySpan<byte> utf8, int start, byte delimiter)
    {
        // Two lines with the delimiter, at least, before anything is read cell by cell.
        ReadOnlySpan<byte> head = utf8[start..Math.Min(utf8.Length, start + TextTable.MaxRowBytes)];
        int line = head.IndexOf((byte)'\n');
        int first = head.IndexOf(delimiter);
        if (line < 0 || first < 0 || (first > line && head[0] != '"') || head[(line + 1)..].IndexOf(delimiter) < 0)
        {
            return null;
        }

        DelimitedSample? sample = TryRead(utf8, start, new Dialect(delimiter, true)) ?? TryRead(utf8, start, new Dialect(delimiter, false));
        if (sample is null || sample.IsProseOrCode(utf8))
        {
            return null;
        }

        sample.HasHeader = sample.FindsHeader(utf8);
        return sample;
    }

    private static DelimitedSample? TryRead(ReadOnlySpan<byte> utf8, int start, Dialect dialect)
    {
        var sample = new DelimitedSample(dialect);
        var row = new List<TableCell>();
        for (int position = start; position < utf8.Length && sample._rows.Count < MaxRows;)
        {
            if (!dialect.TryReadRow(utf8, ref position, row) || row.Count < 2 || (sample._rows.Count > 0 && row.Count != sample.ColumnCount))
            {
                // Blank lines may follow the last row.
                return sample._rows.Count > 2 && row.Count == 1 && utf8[position..].Trim("\r\n"u8).IsEmpty && row[0].Place.Length == 0 ? sample : null;
            }

            sample._rows.Add([.. row]);
        }

        return sample._rows.Count > 2 ? sample : null;
    }

    // Sentences have many words between their commas; lines of code open brackets in one cell and close them in another.
    private bool IsProseOrCode(ReadOnlySpan<byte> utf8)
    {
        int cells = 0;
        int words = 0;
        int spaced = 0;
        int torn = 0;
        int filled = 0;
        for (int column = 0; column < ColumnCount; column++)
        {
            bool isFilled = false;
            foreach (TableCell[] row in _rows)
            {
                ReadOnlySpan<byte> text = row[column].Place.Of(utf8);
                isFilled |= !text.IsEmpty;
                cells++;
                if (!row[column].IsQuoted)
                {
                    words += 1 + text.Trim((byte)' ').Count((byte)' ');
                    spaced += column > 0 && text.StartsWith(" "u8) ? 1 : 0;
                    torn += IsTorn(text) ? 1 : 0;
                }
            }

            filled += isFilled ? 1 : 0;
        }

        bool hasWords = words > cells * ProseWords;
        return filled < 2 || torn * 5 > _rows.Count || (hasWords && (ColumnCount == 2 || spaced * 2 > cells - _rows.Count));
    }

    private static bool IsTorn(ReadOnlySpan<byte> text) =>
        text.Count((byte)'(') != text.Count((byte)')') || text.Count((byte)'{') != text.Count((byte)'}') || text.Count((byte)'[') != text.Count((byte)']');

    // Names are no numbers, differ from one another and from what stands below them.
    private bool FindsHeader(ReadOnlySpan<byte> utf8)
    {
        int named = 0;
        int letters = 0;
        for (int column = 0; column < ColumnCount; column++)
        {
            TableCell cell = _rows[0][column];
            ReadOnlySpan<byte> name = cell.Place.Of(utf8).Trim((byte)' ');
            if (name.Length > MaxNameBytes || name.ContainsAny((byte)'\n', (byte)'\r') || (name.Length > 0 && Scalar.IsNumber(name)))
            {
                return false;
            }

            named += name.IsEmpty ? 0 : 1;
            letters += name.IndexOfAnyInRange((byte)'A', (byte)'z') >= 0 || name.IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0 ? 1 : 0;
            for (int row = 1; row < _rows.Count && !name.IsEmpty; row++)
            {
                if (_rows[row][column].Place.Of(utf8).SequenceEqual(cell.Place.Of(utf8)))
                {
                    return false;
                }
            }
        }

        return named * 2 > ColumnCount && letters == named && HasOtherShapeBelow(utf8);
    }

    // A column of numbers or codes below a word; where all are words, the first row is taken for names.
    private bool HasOtherShapeBelow(ReadOnlySpan<byte> utf8)
    {
        bool isAmbiguous = true;
        for (int column = 0; column < ColumnCount; column++)
        {
            bool hasDigits = _rows[0][column].Place.Of(utf8).IndexOfAnyInRange((byte)'0', (byte)'9') >= 0;
            int digits = 0;
            for (int row = 1; row < _rows.Count; row++)
            {
                digits += _rows[row][column].Place.Of(utf8).IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 ? 1 : 0;
            }

            if (!hasDigits && digits * 2 > _rows.Count - 1)
            {
                return true;
            }

            isAmbiguous &= !hasDigits;
        }

        return isAmbiguous;
    }
}
