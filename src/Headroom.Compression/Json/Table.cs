using System.Buffers;
using System.Globalization;
using System.Text;
using Headroom.Compression.Pooling;

namespace Headroom.Compression.Json;

/// <summary>What the rows of a table were.</summary>
internal enum TableKind
{
    /// <summary>Items of an array.</summary>
    Rows,

    /// <summary>Members of an object.</summary>
    Keys,

    /// <summary>Top-level values, as in JSON Lines.</summary>
    Documents,
}

/// <summary>An array, object or sequence of documents as rows and columns.</summary>
internal sealed class Table
{
    private const int MinRows = 2;
    private const int MaxColumns = 256;
    private static readonly SearchValues<byte> PlainNameBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/$@"u8);

    private Table(TableKind kind, PooledList<int> items, List<Column> columns)
    {
        Kind = kind;
        Items = items;
        Columns = columns;
    }

    /// <value>What the rows were.</value>
    public TableKind Kind { get; }

    /// <value>The entry of each row's value.</value>
    public PooledList<int> Items { get; }

    /// <value>The columns, in the order in which their values stand in a row.</value>
    public List<Column> Columns { get; }

    /// <value>Whether a key has several columns.</value>
    public bool HasTwins { get; private init; }

    /// <value>How many rows there are.</value>
    public int RowCount => Items.Count;

    /// <value>Whether the rows are plain values without columns of their own.</value>
    public bool IsList => Kind == TableKind.Rows && Columns.Count == 1 && Columns[0].LeafKey < 0 && Columns[0].Name.AsSpan().SequenceEqual("@value"u8);

    /// <value>What its rows are called.</value>
    public string Noun => Kind switch { TableKind.Keys => "keys", TableKind.Documents => "documents", _ => IsList ? "values" : "rows" };

    /// <summary>A table whose columns were read from something else than JSON.</summary>
    /// <param name="items">The entry of each row.</param>
    /// <param name="columns">The columns, each with a cell or none in every row.</param>
    /// <param name="hasTwins">Whether a name occurs more than once.</param>
    public static Table OfColumns(PooledList<int> items, List<Column> columns, bool hasTwins) => new(TableKind.Rows, items, columns) { HasTwins = hasTwins };

    /// <summary>Reads a container as a table; <c>null</c> where it has no shape that pays.</summary>
    public static Table? TryRead(JsonIndex index, int entry)
    {
        JsonEntry container = index[entry];
        if (container.Count < MinRows || container.Kind is not (JsonKind.Array or JsonKind.Object))
        {
            return null;
        }

        TableKind kind = entry == 0 ? TableKind.Documents : container.Kind == JsonKind.Object ? TableKind.Keys : TableKind.Rows;
        PooledList<int> items = index.Rent<int>(container.Count);
        PooledList<int>? keys = kind == TableKind.Keys ? index.Rent<int>(container.Count) : null;
        int row = 0;
        for (int child = entry + 1; child < container.End; child = index[child].End)
        {
            if (keys is not null)
            {
                keys[row] = child++;
            }

            items[row++] = child;
        }

        int objects = CountOf(JsonKind.Object, index, items);
        if (kind == TableKind.Keys && objects < items.Count * 9L / 10 && (objects > 0 || CountOf(JsonKind.Array, index, items) > 0))
        {
            return null;
        }

        List<ColumnNode>? nodes = Flatten(index, items, int.MaxValue) ?? Flatten(index, items, 1);
        if (nodes is null || (kind == TableKind.Keys && objects > 0 && IsSparse(nodes)))
        {
            return null;
        }

        var columns = new List<Column>(nodes.Count + 1);
        if (keys is not null)
        {
            columns.Add(new Column(index, "@key"u8.ToArray(), keys, -1));
        }

        foreach (ColumnNode node in nodes)
        {
            ColumnNode named = node;
            while (named.Key < 0 && named.Parent is not null)
            {
                named = named.Parent;
            }

            columns.Add(new Column(index, NameOf(index, node), node.Cells!, named.Key));
        }

        return new Table(kind, items, columns) { HasTwins = nodes.Exists(IsTwin) };
    }

    private static int CountOf(JsonKind kind, JsonIndex index, PooledList<int> items)
    {
        int count = 0;
        foreach (int item in items.AsSpan())
        {
            count += index[item].Kind == kind ? 1 : 0;
        }

        return count;
    }

    // Members that have little in common are the fields of one record, not the rows of a map.
    private static bool IsSparse(List<ColumnNode> nodes) =>
        nodes.Sum(node => (long)node.Cells!.Count - node.Cells.AsSpan().Count(0)) * 2 < (long)nodes.Count * nodes[0].Cells!.Count;

    private static bool IsTwin(ColumnNode node) => node.Twin > 1 || (node.Parent is { } parent && IsTwin(parent));

    private static List<ColumnNode>? Flatten(JsonIndex index, PooledList<int> items, int maxDepth)
    {
        // Sparse columns cost a separator per row: as many cells as eight times the values there are, and no more.
        long entries = index[items[items.Count - 1]].End - items[0];
        int maxColumns = (int)Math.Min(MaxColumns, 1 + (8 * entries / items.Count));
        var flattener = new RowFlattener(index, items.Count, maxDepth, maxColumns);
        for (int row = 0; row < items.Count; row++)
        {
            flattener.Add(row, items[row]);
        }

        return flattener.Finish();
    }

    private static byte[] NameOf(JsonIndex index, ColumnNode node)
    {
        if (node.Parent is null)
        {
            return "@value"u8.ToArray();
        }

        var name = new ArrayBufferWriter<byte>();
        WriteName(name, index, node);
        return name.WrittenSpan.ToArray();
    }

    private static void WriteName(ArrayBufferWriter<byte> name, JsonIndex index, ColumnNode node)
    {
        if (node.Parent!.Parent is not null)
        {
            WriteName(name, index, node.Parent);
        }

        if (node.Index >= 0)
        {
            name.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"[{node.Index}]")));
            return;
        }

        ReadOnlySpan<byte> key = index.Values[node.Key];
        if (name.WrittenCount > 0)
        {
            name.Write("."u8);
        }

        WriteKey(name, key, node.Twin);
    }

    /// <summary>Writes a name of a column.</summary>
    /// <param name="name">Where to write.</param>
    /// <param name="key">The name in canonical form.</param>
    /// <param name="twin">1, or more where the name was seen before.</param>
    public static void WriteKey(IBufferWriter<byte> name, ReadOnlySpan<byte> key, int twin)
    {
        if (key.Length == 0 || key[0] == '@' || key.ContainsAnyExcept(PlainNameBytes))
        {
            JsonText.WriteQuoted(name, key);
        }
        else
        {
            name.Write(key);
        }

        if (twin > 1)
        {
            name.Write("~"u8);
            name.Write([(byte)('0' + twin)]);
        }
    }
}
