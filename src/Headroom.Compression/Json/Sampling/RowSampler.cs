using Headroom.Compression.Anchoring;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json.Sampling;

/// <summary>
/// Chooses the rows of a table that tell most about it: every error (identical ones folded), what is rare or far off, what the
/// question asks for, the first rows and the last. The question only adds rows.
/// </summary>
internal sealed class RowSampler
{
    private const int MinRows = 9;
    private const int MinMembers = 40;
    private const int MaxErrorRows = 64;
    private const int MinTableBytes = 480;
    private const int CostlyRow = 200;
    private const int MaxAnchored = 8;
    private const int MaxTableRows = 12;
    private const long MaxAnchorWork = 1 << 24;

    private readonly JsonIndex _index;
    private readonly ErrorSignals _signals;
    private readonly Anchors _anchors;
    private readonly Bm25 _bm25;
    private ulong _usedTerms;

    /// <param name="index">Where the rows are.</param>
    /// <param name="anchors">The terms of the question.</param>
    public RowSampler(JsonIndex index, Anchors anchors)
    {
        _index = index;
        _signals = new ErrorSignals(index);
        _anchors = anchors;
        _bm25 = new Bm25(index, anchors.Terms);
    }

    /// <value>The terms that added rows.</value>
    public Anchors UsedAnchors => _anchors.Where(term => (_usedTerms >> term & 1) != 0);

    /// <summary>Chooses the rows; <c>null</c> where a table is too short to leave any out.</summary>
    public RowSample? Choose(Table table)
    {
        int count = table.RowCount;
        bool isFlatObject = table.Kind == TableKind.Keys && table.Columns.Count == 2;
        if (count < (isFlatObject ? MinMembers : MinRows) || IsShort(table))
        {
            return null;
        }

        bool[] shown = new bool[count];
        List<ErrorFold> folds = ErrorFolds.Find(_index, table, _signals);
        ShowErrors(folds, shown, table.IsList);
        bool isCostly = table.IsList || VaryingBytes(table) > CostlyRow;
        bool tellsLittle = table.IsList || (isFlatObject && IsOpaque(table));
        ShowEnds(shown, table, isCostly, tellsLittle);
        ShowSpread(shown, count, table.IsList ? 1 : tellsLittle ? 2 : isCostly ? 3 : 6);
        ShowRowsWithTables(table, shown);
        int budget = isCostly ? 4 : Math.Clamp((int)(2 * Math.Log2(count)) - 6, 3, 12);
        foreach (int row in RowInformation.Rank(_index, table).Take(budget))
        {
            shown[row] = true;
        }

        ShowAnchored(table, shown);
        int[] rows = [.. Enumerable.Range(0, count).Where(row => shown[row])];
        return rows.Length > count - 3 ? null : new RowSample(rows, folds);
    }

    private int BytesOf(int item) => 1 + (_index[item].Value >= 0 ? _index.Values[_index[item].Value].Length : _index[item].Length);

    // What fits into a few lines is shown whole: a note of what is left out would cost as much.
    private bool IsShort(Table table) => (long)AverageBytes(table) * table.RowCount <= MinTableBytes;

    private int AverageBytes(Table table)
    {
        int step = 1 + (table.RowCount / 64);
        int bytes = 0;
        int seen = 0;
        for (int row = 0; row < table.RowCount; row += step, seen++)
        {
            bytes += BytesOf(table.Items[row]);
        }

        return bytes / seen;
    }

    // What a row costs in the table: constant columns are stated once.
    private int VaryingBytes(Table table)
    {
        int step = 1 + (table.RowCount / 32);
        int bytes = 0;
        int seen = 0;
        for (int row = 0; row < table.RowCount; row += step, seen++)
        {
            foreach (Column column in table.Columns)
            {
                bytes += column.IsConstant || column.Cells[row] == 0 ? 1 : BytesOf(column.Cells[row]);
            }
        }

        return bytes / seen;
    }

    private static void ShowErrors(List<ErrorFold> folds, bool[] shown, bool isList)
    {
        int errors = folds.Sum(fold => fold.Rows.Count);
        int each = errors <= MaxErrorRows && !isList ? int.MaxValue - 1 : isList ? 4 : Math.Clamp(MaxErrorRows / folds.Count, 1, 5);
        foreach (ErrorFold fold in folds)
        {
            // One row more than the limit costs less than the line that would fold it.
            int take = fold.Rows.Count <= each + 1 ? fold.Rows.Count : each;
            for (int i = 0; i < take; i++)
            {
                shown[fold.Rows[i]] = true;
            }
        }
    }

    // Identifiers behind identifiers: one pair says of the others no more than ten do.
    private static bool IsOpaque(Table table)
    {
        int step = 1 + (table.RowCount / 16);
        for (int row = 0; row < table.RowCount; row += step)
        {
            if (!OpaqueText.Is(table.Columns[0].Text(row)) || !OpaqueText.Is(table.Columns[1].Text(row)))
            {
                return false;
            }
        }

        return true;
    }

    private static void ShowEnds(bool[] shown, Table table, bool isCostly, bool tellsLittle)
    {
        int count = table.RowCount;
        (int head, int tail) = tellsLittle ? (2, 1) : isCostly ? (3, 2) : (6, 3);
        shown.AsSpan(0, Math.Clamp(count / 12, Math.Min(2, head), head)).Fill(true);
        shown.AsSpan(count - Math.Clamp(count / 24, 1, tail)).Fill(true);
    }

    // Rows at even distances show what is usual, where the ends are not.
    private static void ShowSpread(bool[] shown, int count, int most)
    {
        int parts = Math.Clamp((int)Math.Log2(count) - 3, 1, most);
        for (int i = 1; i < parts; i++)
        {
            shown[(int)((long)count * i / parts)] = true;
        }
    }

    // A row that holds a table where most do not is a branch of a tree.
    private void ShowRowsWithTables(Table table, bool[] shown)
    {
        foreach (Column column in table.Columns.Where(column => column.HasTables))
        {
            var rows = Enumerable.Range(0, table.RowCount)
                .Where(row => column.Cells[row] != 0 && _index[column.Cells[row]].Count >= MinRows).Take(MaxTableRows + 1).ToList();
            if (rows.Count <= MaxTableRows)
            {
                rows.ForEach(row => shown[row] = true);
            }
        }
    }

    private void ShowAnchored(Table table, bool[] shown)
    {
        if (!_bm25.HasTerms || (long)table.RowCount * _anchors.Terms.Count > MaxAnchorWork)
        {
            return;
        }

        // Rows that are shown anyway do not compete: then a replay with only the terms that were used ranks the same.
        double[] scores = _bm25.Score(table, out ulong[] masks);
        IEnumerable<int> best = Enumerable.Range(0, table.RowCount).Where(row => !shown[row] && scores[row] > 0)
            .OrderByDescending(row => scores[row]).ThenBy(row => row).Take(MaxAnchored);
        foreach (int row in best.ToList())
        {
            shown[row] = true;
            _usedTerms |= masks[row];
        }
    }
}
