using Headroom.Compression.Pooling;

namespace Headroom.Compression.Json;

/// <summary>
/// Spreads the values of rows over columns: members of nested objects become dotted columns, elements of arrays that have
/// the same length in every row become numbered ones. Members in another order get columns of their own; what does not fit
/// (duplicate keys, too many different keys or orders) stays whole in one cell.
/// </summary>
internal sealed class RowFlattener
{
    private const int MaxMembers = 96;
    private const int MaxFixedElements = 3;
    private const int MaxTwins = 3;

    private readonly JsonIndex _index;
    private readonly int _rowCount;
    private readonly int _maxDepth;
    private readonly ColumnNode _root = new();
    private int _columnBudget;

    /// <param name="index">Where the rows are.</param>
    /// <param name="rowCount">How many rows there will be.</param>
    /// <param name="maxDepth">How deep objects are flattened.</param>
    /// <param name="maxColumns">How many columns there may be.</param>
    public RowFlattener(JsonIndex index, int rowCount, int maxDepth, int maxColumns)
    {
        _index = index;
        _rowCount = rowCount;
        _maxDepth = maxDepth;
        _columnBudget = maxColumns;
    }

    /// <summary>Adds a row.</summary>
    public void Add(int row, int entry) => Place(_root, row, entry, 0);

    /// <summary>The columns that have cells, in order; <c>null</c> where there were too many.</summary>
    public List<ColumnNode>? Finish()
    {
        var columns = new List<ColumnNode>();
        Collect(_root, columns);
        return _columnBudget < 0 ? null : columns;
    }

    private void Place(ColumnNode node, int row, int entry, int depth)
    {
        if (_columnBudget < 0)
        {
            return;
        }

        ref readonly JsonEntry item = ref _index[entry];
        if (item.Kind != JsonKind.Object || item.Count == 0 || depth >= _maxDepth || !FitsMembers(node, entry, item.End))
        {
            if (node.Cells is null && --_columnBudget >= 0)
            {
                node.Cells = _index.Rent<int>(_rowCount);
            }

            if (node.Cells is { } cells)
            {
                cells[row] = entry;
            }

            return;
        }

        int position = 0;
        for (int key = entry + 1; key < item.End; key = _index[key + 1].End)
        {
            int id = _index[key].Value;
            while (node.Children[position].Key != id)
            {
                position++;
            }

            Place(node.Children[position++], row, key + 1, depth + 1);
        }
    }

    private bool FitsMembers(ColumnNode node, int entry, int end)
    {
        List<ColumnNode> children = node.Children;
        int position = 0;
        UInt128 used = 0;
        for (int key = entry + 1; key < end; key = _index[key + 1].End)
        {
            int id = _index[key].Value;
            int found = position;
            while (found < children.Count && children[found].Key != id)
            {
                found++;
            }

            if (found == children.Count)
            {
                if (children.Count == MaxMembers || !MayInsert(children, position, id, used))
                {
                    return false;
                }

                node.Insert(position, id);
                found = position;
            }

            used |= UInt128.One << found;
            position = found + 1;
        }

        return true;
    }

    // A key that this row has had already is a duplicate; one that other rows have further ahead gets a twin here.
    private static bool MayInsert(List<ColumnNode> children, int position, int key, UInt128 used)
    {
        int twins = 0;
        for (int i = 0; i < position; i++)
        {
            if (children[i].Key == key && (++twins == MaxTwins || (used >> i & 1) != 0))
            {
                return false;
            }
        }

        return true;
    }

    private void Collect(ColumnNode node, List<ColumnNode> columns)
    {
        if (node.Cells is not null && node.Children.Count == 0)
        {
            SpreadFixedArrays(node);
        }

        if (node.Cells is not null)
        {
            columns.Add(node);
        }

        foreach (ColumnNode child in node.Children)
        {
            Collect(child, columns);
        }
    }

    private void SpreadFixedArrays(ColumnNode node)
    {
        int length = 0;
        int objects = 0;
        foreach (int cell in node.Cells!.AsSpan())
        {
            if (cell == 0 || _index[cell].Kind == JsonKind.Null)
            {
                continue;
            }

            if (_index[cell].Kind != JsonKind.Array || _index[cell].Count is 0 or > MaxFixedElements || (length > 0 && _index[cell].Count != length))
            {
                return;
            }

            length = _index[cell].Count;
            objects++;
        }

        if (objects < 2 || node.Parent is null)
        {
            return;
        }

        PooledList<int> cells = node.Cells;
        bool isEmptied = true;
        while (node.Children.Count < length)
        {
            node.Append();
        }

        for (int row = 0; row < cells.Count; row++)
        {
            if (cells[row] == 0 || _index[cells[row]].Kind != JsonKind.Array)
            {
                isEmptied &= cells[row] == 0;
                continue;
            }

            int element = cells[row] + 1;
            for (int i = 0; i < length; i++, element = _index[element].End)
            {
                Place(node.Children[i], row, element, 1);
            }

            cells[row] = 0;
        }

        node.Cells = isEmptied ? null : cells;
    }
}
