using Orleans.Concurrency;

namespace Headroom.Grains.Chunks;

/// <summary>
/// One content of one tenant: what it is, its compressed forms and how often it was asked for. Its key is
/// <c>tenant/content hash</c>, the hash as 64 lowercase hexadecimal digits. The body lives in the content store.
/// </summary>
[Alias("headroom.chunk.v1")]
public interface IChunkGrain : IGrainWithStringKey
{
    /// <summary>Keeps the content if it is not there yet, and renews it if it is.</summary>
    [Alias("Put")]
    Task<PutOutcome> PutAsync(ChunkRecord chunk, CancellationToken cancellationToken);

    /// <summary>Reads a range of the content.</summary>
    [Alias("Get"), ReadOnly]
    Task<ChunkReply> GetAsync(RangeQuery range, CancellationToken cancellationToken);

    /// <summary>Finds the items of the content that match a query, best first.</summary>
    [Alias("Search"), ReadOnly]
    Task<SearchReply> SearchAsync(SearchQuery query, CancellationToken cancellationToken);

    /// <summary>Finds a compressed form of the content, or keeps the one that is offered; the first writer wins.</summary>
    /// <returns>The form that stands; <c>null</c> where there is none and none was offered.</returns>
    [Alias("Variant")]
    Task<VariantRecord?> VariantAsync(VariantQuery query, CancellationToken cancellationToken);
}
