using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;

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
        MarkerHash? marker = profile.MayOmit ? context.Marker : null;
        return ListingEvidence.Shape(content) switch
        {
            ListingShape.Paths => ProposePaths(content, cancellationToken),
            ListingShape.Tree => Lossless(TreeArt.Write(content, out int entries), entries, "listing:tree"),
            ListingShape.Long => Lossless(LongListing.Write(content, out int rows), rows, "listing:long"),
            ListingShape.Commits when marker is { } hash => ProposeCommits(content, context.Anchors, hash, cancellationToken),
            ListingShape.Oneline when marker is { } hash => ProposeOneline(content, context.Anchors, hash),
            _ => [],
        };
    }

    private static Proposal[] ProposePaths(ReadOnlySpan<byte> content, CancellationToken cancellationToken) =>
        PathSections.Read(content) is { } sections
            ? Lossless(DirectoryTree.Write(content, sections, cancellationToken), sections.Paths.Count, "listing:paths")
            : [];

    private static Proposal[] ProposeCommits(ReadOnlySpan<byte> content, Anchors anchors, MarkerHash marker, CancellationToken cancellationToken)
    {
        byte[] sampled = CommitSample.Write(content, anchors, marker, cancellationToken, out int count, out int shown, out Anchors used);
        return sampled.Length < content.Length ? [new Proposal(sampled, IsLossless: false, ["listing:commits"], count, shown, used)] : [];
    }

    private static Proposal[] ProposeOneline(ReadOnlySpan<byte> content, Anchors anchors, MarkerHash marker) =>
        OnelineSample.Write(content, anchors, marker, out int count, out int shown, out Anchors used) is { } sampled
        && sampled.Length < content.Length
            ? [new Proposal(sampled, IsLossless: false, ["listing:commits"], count, shown, used)]
            : [];

    private static Proposal[] Lossless(byte[]? text, int count, string transform) =>
        text is null ? [] : [new Proposal(text, IsLossless: true, [transform], count, count, Anchors.None)];
}
