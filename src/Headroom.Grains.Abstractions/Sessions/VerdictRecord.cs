using Headroom.Grains.Content;

namespace Headroom.Grains.Sessions;

/// <summary>How a block was treated when it first went upstream, and so for good in its lineage.</summary>
/// <param name="Output">Hash of the bytes that stand in its place; <c>null</c> where it went raw.</param>
/// <param name="Profile">The profile that made them.</param>
/// <param name="Anchors">The anchors that changed them.</param>
/// <param name="HasMarker">Whether the output carries a marker.</param>
/// <param name="TokensBefore">Tokens of the block.</param>
/// <param name="TokensAfter">Tokens of what went upstream.</param>
/// <param name="Transforms">The stages that made the output, separated by commas.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.verdict.v1")]
public sealed record VerdictRecord(
    [property: Id(0)] HashRecord? Output,
    [property: Id(1)] string Profile,
    [property: Id(2)] string Anchors,
    [property: Id(3)] bool HasMarker,
    [property: Id(4)] int TokensBefore,
    [property: Id(5)] int TokensAfter,
    [property: Id(6)] string Transforms);
