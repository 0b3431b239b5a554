using Headroom.Grains.Content;

namespace Headroom.Grains.Chunks;

/// <summary>Which compressed form of a content: everything that decides its bytes besides the content itself.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Anchors">The anchors that were given, separated by spaces; empty for the base form.</param>
/// <param name="HasMarker">Whether its reader can retrieve.</param>
/// <param name="IsToolOutput">Whether a tool produced the content.</param>
/// <param name="IsFileRead">Whether that tool reads files.</param>
[GenerateSerializer, Immutable, Alias("headroom.chunk.variant-key.v1")]
public sealed record VariantKeyRecord(
    [property: Id(0)] string Profile,
    [property: Id(1)] string Anchors,
    [property: Id(2)] bool HasMarker,
    [property: Id(3)] bool IsToolOutput,
    [property: Id(4)] bool IsFileRead);

/// <summary>Asks for a compressed form.</summary>
/// <param name="Key">Which.</param>
/// <param name="Patience">How long to wait for somebody else who makes it.</param>
[GenerateSerializer, Immutable, Alias("headroom.chunk.variant-query.v2")]
public sealed record VariantQuery([property: Id(0)] VariantKeyRecord Key, [property: Id(1)] TimeSpan Patience);

/// <summary>A compressed form of a content, or the finding that none is smaller.</summary>
/// <param name="Output">Hash of its bytes, which are in the content store; <c>null</c> where the content stays as it is.</param>
/// <param name="Kind">What the content was recognised as.</param>
/// <param name="TokensBefore">Tokens of the content.</param>
/// <param name="TokensAfter">Tokens of the form.</param>
/// <param name="Transforms">The stages that made it, separated by commas.</param>
/// <param name="ItemCount">Rows, lines or items of the content; 0 where it has none.</param>
/// <param name="ShownItemCount">How many of them the form shows.</param>
[GenerateSerializer, Immutable, Alias("headroom.chunk.variant.v2")]
public sealed record VariantRecord(
    [property: Id(0)] HashRecord? Output,
    [property: Id(1)] string Kind,
    [property: Id(2)] int TokensBefore,
    [property: Id(3)] int TokensAfter,
    [property: Id(4)] string Transforms,
    [property: Id(5)] int ItemCount,
    [property: Id(6)] int ShownItemCount);
