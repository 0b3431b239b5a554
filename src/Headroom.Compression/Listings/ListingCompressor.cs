using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;

namespace Headroom.Compression.Listings;

/// <summary>Compresses lists of files and of commits. Linear in the input.</summary>
internal sealed class ListingCompressor : IContentCompressor
{
    /// <inheritdoc/>
    public ContentKind Kind => ContentKind.Listing;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(
        ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        return ListingEvidence.Shape(content) switch
        {
            ListingShape.Paths => ProposePaths(content, cancellationToken),
            _ => [],
        };
    }

    private static List<Proposal> ProposePaths(ReadOnlySpan<byte> content, CancellationToken cancellationToken) =>
        PathSections.Read(content) is { } sections && DirectoryTree.Write(content, sections, cancellationToken) is { } tree
            ? [new Proposal(tree, IsLossless: true, ["listing:tree"], sections.Paths.Count, sections.Paths.Count, Anchors.None)]
            : [];
}
