using Headroom.Compression.Repeats;
using Headroom.Context.Keys;
using Headroom.Context.Reads;

namespace Headroom.Context.Sessions;

/// <summary>How a block was treated when it first went upstream, and so for good in its lineage.</summary>
/// <param name="Output">Hash of the bytes that stand in its place; <c>null</c> where it went raw.</param>
/// <param name="Profile">The profile that made them.</param>
/// <param name="Anchors">The anchors they were made with, as written by <c>Anchors.ToString</c>.</param>
/// <param name="HasMarker">Whether the output carries a marker.</param>
/// <param name="TokensBefore">Tokens of the block.</param>
/// <param name="TokensAfter">Tokens of what went upstream.</param>
/// <param name="Transforms">The stages that made the output, separated by commas.</param>
public sealed record Verdict(
    ContentHash? Output,
    string Profile,
    string Anchors,
    bool HasMarker,
    int TokensBefore,
    int TokensAfter,
    string Transforms)
{
    /// <summary>The block went upstream as it was.</summary>
    public static Verdict Raw { get; } = new(null, "", "", false, 0, 0, "");

    /// <value>Whether something stands in the block's place.</value>
    public bool IsCompressed => Output is not null;

    /// <value>Whether what stands there tells the block by others of the request, so that it holds in its place only.</value>
    public bool IsReference => IsOutdated || Transforms.StartsWith(Repeat.TransformPrefix, StringComparison.Ordinal);

    /// <value>Whether the block is a read that later ones outdated.</value>
    public bool IsOutdated => Transforms == OutdatedReads.Transform;
}

/// <summary>A verdict and the block it is about.</summary>
/// <param name="Node">The place behind the message that holds the block.</param>
/// <param name="Content">The block's content hash; for the second and later places of a content in a request the key of that place.</param>
/// <param name="Verdict">How it was treated.</param>
public sealed record BlockVerdict(LineageNode Node, ContentHash Content, Verdict Verdict);
