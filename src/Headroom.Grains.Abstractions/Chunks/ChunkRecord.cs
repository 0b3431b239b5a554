using Headroom.Grains.Content;

namespace Headroom.Grains.Chunks;

/// <summary>A content on its way to its grain.</summary>
/// <param name="Body">The bytes, or word that the caller has put them into the content store.</param>
/// <param name="Marker">The handle that stands for it, 24 lowercase hexadecimal digits; <c>null</c> for outputs.</param>
/// <param name="Description">What a reader may want to know before fetching it.</param>
/// <param name="BroughtBy">The agent or person whose request held it.</param>
[GenerateSerializer, Immutable, Alias("headroom.chunk.content.v1")]
public sealed record ChunkRecord(
    [property: Id(0)] BodyRecord Body,
    [property: Id(1)] string? Marker,
    [property: Id(2)] DescriptionRecord Description,
    [property: Id(3)] string? BroughtBy);

/// <summary>What became of a put.</summary>
[GenerateSerializer, Alias("headroom.chunk.put-outcome.v1")]
public enum PutOutcome
{
    /// <summary>Not acknowledged in time; nothing may be built on it.</summary>
    Unavailable = 0,

    /// <summary>Durable, by this put or an earlier one.</summary>
    Durable = 1,

    /// <summary>The tenant's quota leaves no room.</summary>
    QuotaIsFull = 2,
}
