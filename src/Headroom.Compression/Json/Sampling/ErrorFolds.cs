using Headroom.Compression.Texts;

namespace Headroom.Compression.Json.Sampling;

/// <summary>Error rows that differ only in numbers and identifiers.</summary>
/// <param name="Rows">All of them, in order.</param>
internal sealed record ErrorFold(List<int> Rows);

/// <summary>Groups error rows by the shape of what makes them errors, so that thousands of the same stay one line.</summary>
internal static class ErrorFolds
{
    /// <summary>Finds the error rows of a table and groups them.</summary>
    public static List<ErrorFold> Find(JsonIndex index, Table table, ErrorSignals signals)
    {
        var folds = new List<ErrorFold>();
        var byShape = new Dictionary<int, ErrorFold>();
        using var shapes = new ByteInterner([]);
        using var shape = new Utf8Text(256);
        for (int row = 0; row < table.RowCount; row++)
        {
            shape.Clear();
            for (int i = 0; i < table.Columns.Count; i++)
            {
                Column column = table.Columns[i];
                int cell = column.Cells[row];
                if (cell != 0 && signals.IsError(cell, index[cell].Kind == JsonKind.Key ? -1 : column.LeafKey))
                {
                    WriteShape(shape, i, index, cell);
                }
            }

            if (shape.Length > 0)
            {
                int id = shapes.AddCopy(JsonKind.String, shape.WrittenSpan);
                if (!byShape.TryGetValue(id, out ErrorFold? fold))
                {
                    byShape.Add(id, fold = new ErrorFold([]));
                    folds.Add(fold);
                }

                fold.Rows.Add(row);
            }
        }

        return folds;
    }

    private static void WriteShape(Utf8Text shape, int column, JsonIndex index, int cell)
    {
        shape.Append([(byte)column, (byte)(column >> 8)]);
        for (int entry = cell; entry < index[cell].End; entry++)
        {
            if (index[entry].Value < 0 || index[entry].Kind is JsonKind.Object or JsonKind.Array)
            {
                continue;
            }

            TextShape.Write(shape, index.Text(entry));
        }
    }
}
