using System.Buffers;
using System.Globalization;
using System.Text;

namespace Headroom.Compression.Json.Sampling;

/// <summary>The rows of a table that are shown, and what is said of the others.</summary>
/// <param name="shown">Their positions, in order.</param>
/// <param name="folds">The error rows, grouped.</param>
internal sealed class RowSample(int[] shown, List<ErrorFold> folds)
{
    private const int MaxListed = 24;

    /// <value>Positions of the rows that are shown, in order.</value>
    public int[] Shown => shown;

    /// <summary>Writes what follows the shown rows: how many are left out, folded errors, a summary of all rows.</summary>
    public void WriteNotes(IBufferWriter<byte> output, JsonIndex index, Table table)
    {
        var text = new StringBuilder();
        foreach (ErrorFold fold in folds)
        {
            WriteFold(text, index, table, fold);
        }

        text.Append(CultureInfo.InvariantCulture, $"… {table.RowCount - shown.Length} more {table.Noun}");
        string separator = table.IsList ? ". All: " : $". All {table.RowCount}: ";
        foreach (Column column in table.Columns)
        {
            if (column.Plan.HasCells && ColumnSummary.Of(index, column, null, column.Plan.Codes) is { Length: > 0 } summary)
            {
                text.Append(separator).Append(summary);
                separator = "; ";
            }
        }

        text.Append('\n');
        Encoding.UTF8.GetBytes(text.ToString(), output);
    }

    private void WriteFold(StringBuilder text, JsonIndex index, Table table, ErrorFold fold)
    {
        List<int> hidden = fold.Rows.FindAll(row => Array.BinarySearch(shown, row) < 0);
        if (hidden.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"+{hidden.Count} errors like {fold.Rows[0]}: rows ");
        for (int i = 0; i < hidden.Count && i < MaxListed; i++)
        {
            text.Append(i > 0 ? "," : "").Append(hidden[i]);
        }

        text.Append(hidden.Count > MaxListed ? $"…{hidden[^1]}" : "");
        foreach (Column column in table.Columns)
        {
            if (column.Plan.HasCells && hidden.Exists(row => column.Values[row] != column.Values[fold.Rows[0]])
                && ColumnSummary.Distinct(index, column, hidden) is { Length: > 0 } summary)
            {
                text.Append("; ").Append(summary);
            }
        }

        text.Append('\n');
    }
}
