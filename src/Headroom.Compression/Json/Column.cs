namespace Headroom.Compression.Json;

/// <summary>One column of a table: a place and its values, row by row.</summary>
internal sealed class Column
{
    private readonly JsonIndex _index;
    private int[]? _presentRows;

    /// <param name="index">Where the values are.</param>
    /// <param name="name">How the place is written.</param>
    /// <param name="cells">The entry of each row, 0 where it has none.</param>
    /// <param name="leaf">The interned key nearest to the values, or -1.</param>
    public Column(JsonIndex index, byte[] name, int[] cells, int leaf)
    {
        _index = index;
        Name = name;
        Cells = cells;
        LeafKey = leaf;
        Values = new int[cells.Length];
        HasOnlyStrings = true;
        IsAllNumbers = true;
        int absent = 0;
        for (int row = 0; row < cells.Length; row++)
        {
            int cell = cells[row];
            Values[row] = cell == 0 ? Absent : index.Identity(cell);
            absent += cell == 0 ? 1 : 0;
            HasOnlyStrings &= cell == 0 || index[cell].Kind is JsonKind.String or JsonKind.Key;
            IsAllNumbers &= cell != 0 && index[cell].Kind == JsonKind.Number;
            HasTables |= cell != 0 && index[cell].Kind is JsonKind.Array or JsonKind.Object && index[cell].Count >= 4;
            IsConstant &= Values[row] == Values[0] && cell != 0;
        }

        IsAllStrings = HasOnlyStrings && absent == 0;
    }

    /// <summary>The value of a row that has no cell.</summary>
    public const int Absent = int.MinValue;

    /// <value>The place as it is written.</value>
    public byte[] Name { get; }

    /// <value>The entry of each row.</value>
    public int[] Cells { get; }

    /// <value>The identity of each row's value; equal where the values are equal.</value>
    public int[] Values { get; }

    /// <value>The interned key nearest to the values, or -1.</value>
    public int LeafKey { get; }

    /// <value>Whether every value here is a string.</value>
    public bool HasOnlyStrings { get; }

    /// <value>The rows that have a value here.</value>
    public int[] PresentRows => _presentRows ??= [.. Enumerable.Range(0, Cells.Length).Where(row => Cells[row] != 0)];

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
}
