using System.Collections.Immutable;

namespace Headroom.Grains.Chunks;

/// <summary>Where a content came from, and what was made of it.</summary>
/// <param name="Outcome">Whether it is known.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Kind">What it was recognised as when it was first brought.</param>
/// <param name="FirstAt">When it was first brought.</param>
/// <param name="BroughtBy">Who brought it, the first first.</param>
/// <param name="Variants">How many compressed forms of it are known.</param>
[GenerateSerializer, Immutable, Alias("headroom.chunk.origin.v1")]
public sealed record OriginReply(
    [property: Id(0)] OriginOutcome Outcome,
    [property: Id(1)] long Length,
    [property: Id(2)] string Kind,
    [property: Id(3)] DateTimeOffset FirstAt,
    [property: Id(4)] ImmutableArray<string> BroughtBy,
    [property: Id(5)] int Variants);

/// <summary>Whether the origin of a content is known.</summary>
[GenerateSerializer, Alias("headroom.chunk.origin-outcome.v1")]
public enum OriginOutcome
{
    /// <summary>Nobody has brought it, or so long ago that it is forgotten.</summary>
    Unknown = 0,

    /// <summary>It is known.</summary>
    Known = 1,

    /// <summary>The ledger did not answer in time.</summary>
    Unavailable = 2,
}
