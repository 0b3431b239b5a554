using Headroom.Grains.Content;

namespace Headroom.Grains.Chunks;

/// <summary>Asks for a part of a content.</summary>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Length">How many bytes; fewer come where the content ends.</param>
/// <param name="IsRetrieval">Whether it is given to a model or a person, and so counts as a retrieval.</param>
[GenerateSerializer, Immutable, Alias("headroom.chunk.range-query.v1")]
public sealed record RangeQuery([property: Id(0)] long Offset, [property: Id(1)] int Length, [property: Id(2)] bool IsRetrieval);

/// <summary>The answer to a <see cref="RangeQuery"/>.</summary>
/// <param name="Outcome">Whether the content is there.</param>
/// <param name="Body">The bytes; <c>null</c> unless it is.</param>
/// <param name="TotalLength">Bytes of the whole content.</param>
/// <param name="Description">What is known of it; <c>null</c> unless it is there.</param>
[GenerateSerializer, Immutable, Alias("headroom.chunk.reply.v1")]
public sealed record ChunkReply(
    [property: Id(0)] ChunkOutcome Outcome,
    [property: Id(1)] BodyRecord? Body,
    [property: Id(2)] long TotalLength,
    [property: Id(3)] DescriptionRecord? Description);

/// <summary>Whether a content is there.</summary>
[GenerateSerializer, Alias("headroom.chunk.outcome.v1")]
public enum ChunkOutcome
{
    /// <summary>This tenant never stored it, or so long ago that even the trace is gone.</summary>
    Unknown = 0,

    /// <summary>It is there, and its bytes match its hash.</summary>
    Found = 1,

    /// <summary>It was there; its time to live has run out, or the quota evicted it.</summary>
    Expired = 2,

    /// <summary>The stored bytes no longer match their hash; they are never served.</summary>
    Damaged = 3,

    /// <summary>The store did not answer in time.</summary>
    Unavailable = 4,
}
