using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;

namespace Headroom.Compression.Diffs;

/// <summary>
/// Compresses diffs in two stages. Lossless: git's file headers in a line, files that differ in counting numbers once. Sampled,
/// where the block can be retrieved: context and long changes shortened, every file and hunk named. Linear in the input.
/// </summary>
internal sealed class DiffCompressor : IContentCompressor
{
    /// <inheritdoc/>
    public ContentKind Kind => ContentKind.Diff;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(
        ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        using DiffBlock block = DiffBlock.Read(content);
        if (block.Files.Count == 0)
        {
            return [];
        }

        var proposals = new List<Proposal>();
        int lines = block.Kinds.Length;
        if (FoldedDiff.Write(content, block, cancellationToken) is { } folded)
        {
            proposals.Add(new Proposal(folded, IsLossless: true, ["diff:fold"], lines, lines, Anchors.None));
        }

        if (context.Marker is { } marker && profile.MayOmit)
        {
            DiffSelection selection = DiffSelection.Choose(content, block, context.Anchors, cancellationToken);
            byte[]? sampled = SampledDiff.Write(content, block, selection, marker, cancellationToken, out int shown);
            if (sampled?.Length < content.Length)
            {
                proposals.Add(new Proposal(sampled, IsLossless: false, ["diff:sample"], lines, shown, selection.UsedAnchors));
            }
        }

        return proposals;
    }
}
