using Headroom.Compression.Json.Embedding;

namespace Headroom.Compression.Json;

/// <summary>Reads the containers of an index as tables, and its long strings as texts, each at most once.</summary>
internal sealed class TableReader
{
    private readonly JsonIndex _index;
    private readonly Dictionary<int, Table?> _tables = [];

    /// <summary>Reads JSON.</summary>
    /// <param name="index">Where the containers are.</param>
    public TableReader(JsonIndex index)
    {
        _index = index;
        Texts = new EmbeddedSources(index);
    }

    /// <summary>Stands for a table that was read from something else than JSON.</summary>
    /// <param name="index">Where its cells are; the only value is an array of its rows.</param>
    /// <param name="table">The table.</param>
    /// <param name="stages">What the stages are called.</param>
    public TableReader(JsonIndex index, Table table, TableStages stages)
        : this(index)
    {
        _tables.Add(1, table);
        Stages = stages;
        HoldsJson = false;
    }

    /// <value>Where the containers are.</value>
    public JsonIndex Index => _index;

    /// <value>Whether the values were JSON, so that one can be written as it stood.</value>
    public bool HoldsJson { get; } = true;

    /// <value>What the stages are called.</value>
    public TableStages Stages { get; init; } = new("json:minify", "json:table", "json:sample");

    /// <value>The strings that are logs or JSON themselves.</value>
    public EmbeddedSources Texts { get; }

    /// <summary>A container as a table; <c>null</c> where it has no shape that pays.</summary>
    public Table? TryRead(int entry)
    {
        if (!_tables.TryGetValue(entry, out Table? table))
        {
            table = Table.TryRead(_index, entry);
            _tables.Add(entry, table);
        }

        return table;
    }
}

/// <summary>What the stages that write tables are called.</summary>
/// <param name="Minify">Values without white space.</param>
/// <param name="Table">Tables with every row.</param>
/// <param name="Sample">Rows left out.</param>
internal sealed record TableStages(string Minify, string Table, string Sample);
