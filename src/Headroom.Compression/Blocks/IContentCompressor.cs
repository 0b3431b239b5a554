using Headroom.Compression.Anchoring;
using Headroom.Compression.Detection;

namespace Headroom.Compression.Blocks;

/// <summary>One compressor for one kind of content.</summary>
internal interface IContentCompressor
{
    /// <value>The kind it is for.</value>
    ContentKind Kind { get; }

    /// <summary>
    /// Proposes smaller forms of a block: a lossless one, and a sampled one on top where <see cref="BlockContext.Marker"/>
    /// is given and the profile permits it. An empty list where it knows none. Deterministic; never throws on any input.
    /// </summary>
    IReadOnlyList<Proposal> Propose(ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken);
}

/// <summary>A smaller form of a block, before its tokens are counted.</summary>
/// <param name="Text">UTF-8.</param>
/// <param name="IsLossless">Whether every value can be read from <paramref name="Text"/>; if not, it holds the marker.</param>
/// <param name="Transforms">The stages that made it.</param>
/// <param name="ItemCount">Rows, lines or items in the block.</param>
/// <param name="ShownItemCount">How many of them are shown.</param>
/// <param name="UsedAnchors">The anchors that changed it.</param>
internal sealed record Proposal(
    byte[] Text,
    bool IsLossless,
    IReadOnlyList<string> Transforms,
    int ItemCount,
    int ShownItemCount,
    Anchors UsedAnchors);
