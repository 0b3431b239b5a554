using Headroom.Grains.Content;

namespace Headroom.Grains.Chunks;

/// <summary>Asks for a compressed form of a content. The same content, profile and anchors always have the same one.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Anchors">The anchors that changed it; empty for the shared base form.</param>
/// <param name="Offer">The form that the caller made, kept if there is none yet; <c>null</c> merely asks.</param>
[GenerateSerializer, Immutable, Alias("headroom.chunk.variant-query.v1")]
public sealed record VariantQuery(
    [property: Id(0)] string Profile,
    [property: Id(1)] string Anchors,
    [property: Id(2)] VariantRecord? Offer);

/// <summary>A compressed form of a content.</summary>
/// <param name="Output">Hash of its bytes, which are in the content store.</param>
/// <param name="HasMarker">Whether it carries a marker.</param>
/// <param name="TokensBefore">Tokens of the content.</param>
/// <param name="TokensAfter">Tokens of the form.</param>
/// <param name="Transforms">The stages that made it, separated by commas.</param>
[GenerateSerializer, Immutable, Alias("headroom.chunk.variant.v1")]
public sealed record VariantRecord(
    [property: Id(0)] HashRecord Output,
    [property: Id(1)] bool HasMarker,
    [property: Id(2)] int TokensBefore,
    [property: Id(3)] int TokensAfter,
    [property: Id(4)] string Transforms);
