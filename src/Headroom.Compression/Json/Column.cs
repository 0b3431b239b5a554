using Headroom.Compression.Pooling;

namespace Headroom.Compression.Json;

/// <summary>One column of a table: a place and its values, row by row.</summary>
internal sealed class Column
{
    private readonly JsonIndex _index;
    private PooledList<int>? _presentRows;

    /// <param name="index">Where the values are.</param>
    /// <param name="name">How the place is written.</param>
    /// <param name="cells">The entry of each row, 0 where it has none.</param>
    /// <param name="leaf">The interned key nearest to the values, or -1.</param>
    public Column(JsonIndex index, byte[] name, PooledList<int> cells, int leaf)
    {
        _index = index;
        Name = name;
        Cells = cells;
        LeafKey = leaf;
        Values = index.Rent<int>(cells.Count);
        HasOnlyStrings = true;
        IsAllNumbers = true;
        int absent = 0;
        Span<int> values = Values.AsSpan();
        ReadOnlySpan<int> entries = cells.AsSpan();
        for (int row = 0; row < entries.Length; row++)
        {
            int cell = entries[row];
            values[row] = cell == 0 ? Absent : index.Identity(cell);
            absent += cell == 0 ? 1 : 0;
            HasOnlyStrings &= cell == 0 || index[cell].Kind is JsonKind.String or JsonKind.Key;
            IsAllNumbers &= cell != 0 && index[cell].Kind == JsonKind.Number;
            HasTables |= cell != 0 && index[cell].Kind is JsonKind.Array or JsonKind.Object && index[cell].Count >= 4;
            IsConstant &= values[row] == values[0] && cell != 0;
        }

        IsAllStrings = HasOnlyStrings && absent == 0;
    }

    /// <summary>The value of a row that has no cell.</summary>
    public const int Absent = int.MinValue;

    /// <value>The place as it is written.</value>
    public byte[] Name { get; }

    /// <value>The entry of each row.</value>
    public PooledList<int> Cells { get; }

    /// <value>The identity of each row's value; equal where the values are equal.</value>
    public PooledList<int> Values { get; }

    /// <value>The interned key nearest to the values, or -1.</value>
    public int LeafKey { get; }

    /// <value>Whether every value here is a string.</value>
    public bool HasOnlyStrings { get; }

    /// <value>The rows that have a value here.</value>
    public ReadOnlySpan<int> PresentRows => (_presentRows ??= FindPresentRows()).AsSpan();

    /// <value>Whether every row has a string here.</value>
    public bool IsAllStrings { get; }

    /// <value>Whether every row has a number here.</value>
    public bool IsAllNumbers { get; }

    /// <value>Whether some cells hold containers large enough to be tables.</value>
    public bool HasTables { get; }

    /// <value>Whether every row has the same value.</value>
    public bool IsConstant { get; } = true;

    /// <value>How the column is written; set by <see cref="ColumnPlanner"/>.</value>
    public ColumnPlan Plan { get; set; } = ColumnPlan.Plain;

    /// <summary>The bytes of a scalar cell.</summary>
    public ReadOnlySpan<byte> Text(int row) => _index.Text(Cells[row]);

    private PooledList<int> FindPresentRows()
    {
        PooledList<int> rows = _index.Rent<int>(Cells.Count);
        rows.Clear();
        ReadOnlySpan<int> cells = Cells.AsSpan();
        for (int row = 0; row < cells.Length; row++)
        {
            if (cells[row] != 0)
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}
