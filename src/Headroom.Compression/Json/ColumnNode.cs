using Headroom.Compression.Pooling;

namespace Headroom.Compression.Json;

/// <summary>
/// A place inside the rows of a table: the row itself, a member of an object, or an element of an array whose length is the
/// same in every row. A row has either a cell here or values further down, never both.
/// </summary>
internal sealed class ColumnNode
{
    /// <summary>Makes the place of the rows themselves.</summary>
    public ColumnNode()
    {
    }

    private ColumnNode(ColumnNode parent, int key, int index, int twin)
    {
        Parent = parent;
        Key = key;
        Index = index;
        Twin = twin;
    }

    /// <value>The place one level up.</value>
    public ColumnNode? Parent { get; }

    /// <value>The interned key, or -1.</value>
    public int Key { get; } = -1;

    /// <value>The position in an array, or -1.</value>
    public int Index { get; } = -1;

    /// <value>1, or more where the same key stands at another place among its neighbours in some rows.</value>
    public int Twin { get; } = 1;

    /// <value>Members or elements, in an order that every flattened row obeys.</value>
    public List<ColumnNode> Children { get; } = [];

    /// <value>The entry of each row here; 0 where the row has none.</value>
    public PooledList<int>? Cells { get; set; }

    /// <summary>Inserts a member.</summary>
    public ColumnNode Insert(int position, int key)
    {
        var child = new ColumnNode(this, key, -1, 1 + Children.Count(other => other.Key == key));
        Children.Insert(position, child);
        return child;
    }

    /// <summary>Appends an array element.</summary>
    public ColumnNode Append()
    {
        var child = new ColumnNode(this, -1, Children.Count, 1);
        Children.Add(child);
        return child;
    }
}
