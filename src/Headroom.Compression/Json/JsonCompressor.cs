using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;

namespace Headroom.Compression.Json;

/// <summary>
/// JSON as tables that hold every value, and, where rows may be left out, with the rows that tell most. Linear in the input.
/// </summary>
internal sealed class JsonCompressor : IContentCompressor
{
    /// <inheritdoc/>
    public ContentKind Kind => ContentKind.Json;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        Range range = JsonBlock.Find(content);
        using JsonIndex? index = JsonIndex.TryParse(content[range], cancellationToken);
        if (index is null)
        {
            return [];
        }

        var forms = new TableForms(new TableReader(index), true, Legend.For);
        return forms.Propose(content, range, context, profile, cancellationToken);
    }
}
