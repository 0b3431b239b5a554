using Headroom.Compression.Json.Embedding;

namespace Headroom.Compression.Json;

/// <summary>Reads the containers of an index as tables, and its long strings as texts, each at most once.</summary>
/// <param name="index">Where the containers are.</param>
internal sealed class TableReader(JsonIndex index)
{
    private readonly Dictionary<int, Table?> _tables = [];

    /// <value>Where the containers are.</value>
    public JsonIndex Index => index;

    /// <value>The strings that are logs or JSON themselves.</value>
    public EmbeddedSources Texts { get; } = new(index);

    /// <summary>A container as a table; <c>null</c> where it has no shape that pays.</summary>
    public Table? TryRead(int entry)
    {
        if (!_tables.TryGetValue(entry, out Table? table))
        {
            table = Table.TryRead(index, entry);
            _tables.Add(entry, table);
        }

        return table;
    }
}
