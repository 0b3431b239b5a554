using Headroom.Compression.Sequences;

namespace Headroom.Compression.Tables;

/// <summary>
/// Columns that only spaces align, as <c>kubectl get</c>, <c>docker ps</c>, <c>ps</c> and <c>df</c> write them. The line of names stays as
/// it stands; it tells where the columns lie.
/// </summary>
internal sealed class AlignedTable : TextTable
{
    private const int MinRows = 4;
    private const int MinRowsOfPairs = 8;
    private const int MaxHeaderBytes = 2048;

    private readonly ColumnPlaces _places;

    private AlignedTable(ColumnPlaces places) => _places = places;

    /// <inheritdoc/>
    public override string Name => "Rows of the table";

    /// <summary>Reads a text; <c>null</c> where it is no such table.</summary>
    public static AlignedTable? TryRead(ReadOnlySpan<byte> utf8)
    {
        int position = 0;
        ReadOnlySpan<byte> line = LineCursor.Next(utf8[..Math.Min(utf8.Length, MaxHeaderBytes)], ref position).Of(utf8);
        if (position >= utf8.Length || position >= MaxHeaderBytes || line.IsEmpty || line[0] is (byte)' ' or (byte)'\t')
        {
            return null;
        }

        int below = position;
        ReadOnlySpan<byte> rule = LineCursor.Next(utf8[..Math.Min(utf8.Length, position + MaxHeaderBytes)], ref below).Of(utf8);
        return ColumnPlaces.OfRule(line, rule) is { } ruled ? (below < utf8.Length ? ReadRows(utf8, below, ruled) : null)
            : (ColumnPlaces.OfGaps(line) is { } gaps ? ReadRows(utf8, position, gaps) : null)
            ?? (ColumnPlaces.OfWords(line) is { } words ? ReadRows(utf8, position, words) : null);
    }

    /// <inheritdoc/>
    public override bool TryReadRow(ReadOnlySpan<byte> utf8, ref int position, List<TableCell> row)
    {
        row.Clear();
        Extent line = LineCursor.Next(utf8[..Math.Min(utf8.Length, position + MaxRowBytes)], ref position);
        return line.Length > 0 && _places.TrySplit(utf8, line, row);
    }

    private static AlignedTable? ReadRows(ReadOnlySpan<byte> utf8, int start, ColumnPlaces places)
    {
        var row = new List<TableCell>(places.Count);
        int rows = 0;
        int end = start;
        bool isCrLf = utf8[start - 2] == '\r';
        bool isExact = true;
        for (int position = start; position < utf8.Length && utf8[position] != '\n' && utf8[position] != '\r'; rows++)
        {
            Extent line = LineCursor.Next(utf8[..Math.Min(utf8.Length, position + MaxRowBytes)], ref position);
            row.Clear();
            if (!places.TrySplit(utf8, line, row))
            {
                return null;
            }

            isExact &= places.Take(utf8, line, row) && (position == line.End || position - line.End == (isCrLf ? 2 : 1));
            end = position;
        }

        bool isTable = rows >= (places.Count == 2 ? MinRowsOfPairs : MinRows) && places.HasEvidence(rows) && utf8[end..].Trim("\r\n"u8).IsEmpty;
        return isTable ? new AlignedTable(places)
        {
            Replaced = new Extent(start, end),
            Rows = new Extent(start, end),
            RowCount = rows,
            ColumnCount = places.Count,
            Names = places.Names,
            IsExact = isExact && places.IsRegular,
            Layout = ", aligned " + places + (utf8[end - 1] == '\n' ? "" : ", no final newline"),
        }
        : null;
    }
}
