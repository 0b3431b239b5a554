using Headroom.Compression.Sequences;

namespace Headroom.Compression.Tables;

/// <summary>Comma-, tab-, semicolon- or bar-separated values: every row has the same number of cells, or it is no table.</summary>
internal sealed class DelimitedTable : TextTable
{
    private const int MinRows = 5;
    private const int MinRowsOfPairs = 8;

    private readonly Dialect _dialect;

    private DelimitedTable(Dialect dialect) => _dialect = dialect;

    /// <inheritdoc/>
    public override string Name => _dialect.Delimiter switch
    {
        (byte)',' => "CSV",
        (byte)'\t' => "TSV",
        (byte)';' => "CSV with ;",
        _ => "CSV with |",
    };

    /// <summary>Reads a text; <c>null</c> where it is no such table.</summary>
    public static DelimitedTable? TryRead(ReadOnlySpan<byte> utf8)
    {
        int start = utf8.StartsWith("\uFEFF"u8) ? 3 : 0;
        DelimitedSample? best = null;
        foreach (byte delimiter in "\t,;|"u8)
        {
            if (DelimitedSample.Read(utf8, start, delimiter) is { } sample && sample.ColumnCount > (best?.ColumnCount ?? 1))
            {
                best = sample;
            }
        }

        return best is null ? null
            : TryReadAll(utf8, start, best, best.Dialect)
            ?? (best.Dialect.HasQuotes ? TryReadAll(utf8, start, best, best.Dialect with { HasQuotes = false }) : null);
    }

    /// <inheritdoc/>
    public override bool TryReadRow(ReadOnlySpan<byte> utf8, ref int position, List<TableCell> row) => _dialect.TryReadRow(utf8, ref position, row);

    private static DelimitedTable? TryReadAll(ReadOnlySpan<byte> utf8, int start, DelimitedSample sample, Dialect dialect)
    {
        int columnCount = sample.ColumnCount;
        bool mayQuote = dialect.HasQuotes && utf8.ContainsAny((byte)'"', (byte)'\r');
        var habit = new QuoteHabit(dialect, columnCount);
        var row = new List<TableCell>(columnCount);
        bool isCrLf = false;
        int rows = 0;
        int end = start;
        int firstRow = start;
        byte[][] names = [];
        for (int position = start; position < utf8.Length && !IsBlank(utf8[position..]); rows++)
        {
            if (!dialect.TryReadRow(utf8, ref position, row) || row.Count != columnCount)
            {
                return null;
            }

            bool endsInCrLf = position >= 2 && utf8[position - 1] == '\n' && utf8[position - 2] == '\r';
            isCrLf = rows == 0 ? endsInCrLf : isCrLf;
            if (endsInCrLf != isCrLf && utf8[position - 1] == '\n')
            {
                return null;
            }

            if (mayQuote)
            {
                habit.Take(utf8, row, rows == 0 && sample.HasHeader);
            }

            if (rows == 0 && sample.HasHeader)
            {
                names = NamesIn(utf8, row);
                firstRow = position;
            }

            end = position;
        }

        if (!habit.IsRegular && !habit.HasQuoted)
        {
            // No cell stands in quotes, so that none needs them: quotes inside of cells are text.
            return TryReadAll(utf8, start, sample, dialect with { HasQuotes = false });
        }

        int dataRows = rows - (sample.HasHeader ? 1 : 0);
        if (rows < (columnCount == 2 ? MinRowsOfPairs : MinRows))
        {
            return null;
        }

        string layout = habit + (dialect.HasQuotes ? "" : ", quotes are text")
            + (sample.HasHeader ? "" : ", no line of names") + (isCrLf ? ", CRLF" : "") + (utf8[end - 1] == '\n' ? "" : ", no final newline");
        return new DelimitedTable(dialect)
        {
            Replaced = new Extent(start, end),
            Rows = new Extent(firstRow, end),
            RowCount = dataRows,
            ColumnCount = columnCount,
            Names = names,
            IsExact = habit.IsRegular,
            Layout = layout,
        };
    }

    private static byte[][] NamesIn(ReadOnlySpan<byte> utf8, List<TableCell> row)
    {
        byte[][] names = new byte[row.Count][];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = CellText.Of(utf8, row[i]).ToArray();
        }

        return names;
    }

    private static bool IsBlank(ReadOnlySpan<byte> rest) => rest[0] is (byte)'\r' or (byte)'\n' && rest.Trim("\r\n"u8).IsEmpty;
}
