using Headroom.Compression.Sequences;

namespace Headroom.Compression.Tables;

/// <summary>A text that is one table: what its columns are called, where its rows lie, and how one is read.</summary>
internal abstract class TextTable
{
    /// <summary>More columns are no table that a reader could follow.</summary>
    public const int MaxColumns = 256;

    /// <summary>A longer row is no row of a table.</summary>
    public const int MaxRowBytes = 1 << 16;

    /// <value>What the form stands for: the rows, with the line of names where those stand in the form itself.</value>
    public required Extent Replaced { get; init; }

    /// <value>Where the rows lie.</value>
    public required Extent Rows { get; init; }

    /// <value>How many rows there are.</value>
    public required int RowCount { get; init; }

    /// <value>How many cells each row has.</value>
    public required int ColumnCount { get; init; }

    /// <value>The names of the columns; empty where they have none.</value>
    public required IReadOnlyList<byte[]> Names { get; init; }

    /// <value>Whether the text can be rebuilt, byte for byte, from the cells and <see cref="Layout"/>.</value>
    public required bool IsExact { get; init; }

    /// <value>What the text is called.</value>
    public abstract string Name { get; }

    /// <value>What it takes to rebuild the text from its cells; begins with a comma, or is empty.</value>
    public required string Layout { get; init; }

    /// <summary>Reads a row.</summary>
    /// <param name="utf8">The whole text.</param>
    /// <param name="position">Where the row begins; afterwards where the next one does.</param>
    /// <param name="row">Takes the cells.</param>
    /// <returns>Whether there is a row.</returns>
    public abstract bool TryReadRow(ReadOnlySpan<byte> utf8, ref int position, List<TableCell> row);
}
