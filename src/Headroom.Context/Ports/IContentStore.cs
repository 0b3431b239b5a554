using Headroom.Compression.Markers;
using Headroom.Context.Keys;

namespace Headroom.Context.Ports;

/// <summary>
/// Immutable bytes under their hash: originals and compressed outputs. Every write is if-absent, every read is verified
/// against the hash. A store that cannot answer throws <see cref="StoreUnavailableException"/>.
/// </summary>
public interface IContentStore
{
    /// <summary>Keeps contents that are not there yet and renews those that are. Durable for all of them when it returns.</summary>
    /// <exception cref="StoreUnavailableException">Not acknowledged, or the quota leaves no room; nothing may be built on it.</exception>
    /// <exception cref="ArgumentException">Bytes do not match the hash that they are given under.</exception>
    Task PutAsync(TenantId tenant, IReadOnlyList<StoredContent> contents, CancellationToken cancellationToken);

    /// <summary>Reads a content whole.</summary>
    Task<ContentLookup> GetAsync(ChunkKey key, CancellationToken cancellationToken);

    /// <summary>Reads <paramref name="length"/> bytes from <paramref name="offset"/>, or fewer where the content ends.</summary>
    Task<ContentLookup> GetRangeAsync(ChunkKey key, long offset, int length, CancellationToken cancellationToken);

    /// <summary>Finds the content that a marker of this tenant stands for.</summary>
    Task<MarkerLookup> ResolveAsync(TenantId tenant, MarkerHash marker, CancellationToken cancellationToken);

    /// <summary>Starts the time to live of contents anew. Hashes that are not stored are passed over.</summary>
    /// <returns>The hashes that are not stored (any more), or whose bytes are damaged, so that the caller can put them again.</returns>
    Task<IReadOnlyList<ContentHash>> RenewAsync(TenantId tenant, IReadOnlyList<ContentHash> hashes, CancellationToken cancellationToken);

    /// <summary>Counts a retrieval of a content.</summary>
    /// <returns>How often it has been retrieved, this time included; 0 for a content that is not stored.</returns>
    Task<long> CountRetrievalAsync(ChunkKey key, CancellationToken cancellationToken);

    /// <summary>Sums up what the tenant has stored; what has expired does not count.</summary>
    Task<ContentTotals> TotalsAsync(TenantId tenant, CancellationToken cancellationToken);
}
