using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Json;

namespace Headroom.Compression.Tables;

/// <summary>
/// Tables that are text: the columns are written as those of JSON arrays are, with every row, and, where rows may be left
/// out, with those that tell most. Linear in the input.
/// </summary>
/// <remarks>
/// Numbered as a reader follows it: 1. read the text as one table (<see cref="TextTables"/>), 2. put its cells into the model
/// of JSON arrays (<see cref="CellIndex"/>), 3. plan columns, choose rows and write (<see cref="TableForms"/>).
/// </remarks>
internal sealed class TableCompressor : IContentCompressor
{
    private static readonly TableStages Stages = new("table:columns", "table:columns", "table:sample");

    /// <inheritdoc/>
    public ContentKind Kind => ContentKind.Table;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(
        ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        // 1. Read
        if (TextTables.Find(content) is not { } source)
        {
            return [];
        }

        // 2. Cells
        using JsonIndex? index = CellIndex.Read(content, source, out Table table, cancellationToken);
        if (index is null)
        {
            return [];
        }

        // 3. Write
        var forms = new TableForms(new TableReader(index, table, Stages), source.IsExact, used => LegendOf(source, used)) { IsFollowedByLine = true };
        return forms.Propose(content, source.Replaced.Start..source.Replaced.End, context, profile, cancellationToken);
    }

    // Of a sample the text is not rebuilt.
    private static string LegendOf(TextTable source, Notation used) =>
        Legend.ForCells(source.Name + ((used & Notation.Sample) != 0 || !source.IsExact ? "" : source.Layout), used);
}
