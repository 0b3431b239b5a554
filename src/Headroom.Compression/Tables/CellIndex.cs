using System.Buffers;
using Headroom.Compression.Json;
using Headroom.Compression.Pooling;

namespace Headroom.Compression.Tables;

/// <summary>The cells of a text table in the model that JSON arrays use, so that columns are planned and rows chosen in the same way.</summary>
internal static class CellIndex
{
    private const int MaxTwins = 9;

    /// <summary>Reads all rows; <c>null</c> where too many columns have the same name.</summary>
    /// <param name="utf8">The whole text.</param>
    /// <param name="source">The table in it.</param>
    /// <param name="table">Its rows and columns.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static JsonIndex? Read(ReadOnlySpan<byte> utf8, TextTable source, out Table table, CancellationToken cancellationToken)
    {
        JsonIndex index = JsonIndex.OfRows(utf8, source.RowCount, checked(source.RowCount * source.ColumnCount));
        bool isRead = false;
        try
        {
            table = Read(utf8, source, index, cancellationToken)!;
            isRead = table is not null;
            return isRead ? index : null;
        }
        finally
        {
            if (!isRead)
            {
                index.Dispose();
            }
        }
    }

    private static Table? Read(ReadOnlySpan<byte> utf8, TextTable source, JsonIndex index, CancellationToken cancellationToken)
    {
        PooledList<int> items = index.Rent<int>(source.RowCount);
        PooledList<int>[] cells = [.. Enumerable.Range(0, source.ColumnCount).Select(_ => index.Rent<int>(source.RowCount))];
        var row = new List<TableCell>(source.ColumnCount);
        int position = source.Rows.Start;
        for (int i = 0; i < items.Count; i++)
        {
            if (i % 4096 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            int start = position;
            source.TryReadRow(utf8, ref position, row);
            items[i] = index.BeginRow();
            for (int column = 0; column < cells.Length; column++)
            {
                TableCell cell = row[column];
                cells[column][i] = cell.HasDoubledQuotes ? index.AddCell(CellText.Of(utf8, cell)) : index.AddCell(cell.Place);
            }

            index.EndRow(items[i], position - start);
        }

        var columns = new List<Column>(cells.Length);
        var seen = new Dictionary<int, int>();
        for (int column = 0; column < cells.Length; column++)
        {
            if (source.Names.Count == 0)
            {
                columns.Add(new Column(index, [(byte)'@', .. System.Text.Encoding.ASCII.GetBytes((column + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))], cells[column], -1));
                continue;
            }

            int key = index.AddName(source.Names[column]);
            int twin = seen[key] = seen.GetValueOrDefault(key) + 1;
            if (twin > MaxTwins)
            {
                return null;
            }

            var name = new ArrayBufferWriter<byte>();
            Table.WriteKey(name, index.Values[key], twin);
            columns.Add(new Column(index, name.WrittenSpan.ToArray(), cells[column], key));
        }

        return Table.OfColumns(items, columns, seen.Values.Any(count => count > 1));
    }
}
