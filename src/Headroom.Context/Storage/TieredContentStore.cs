using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Storage;

/// <summary>
/// Two content stores as one: short contents in a fast store, longer ones in a roomy one. Each keeps the markers, the ages and
/// the quota of what it holds, so that neither knows of the other. A read asks the fast one first; whoever raises the threshold
/// later still finds what the other kept.
/// </summary>
/// <param name="small">Keeps contents of up to <paramref name="threshold"/> bytes.</param>
/// <param name="large">Keeps longer ones.</param>
/// <param name="threshold">The longest content, in bytes as it is read, that goes to <paramref name="small"/>.</param>
public sealed class TieredContentStore(IContentStore small, IContentStore large, int threshold = TieredContentStore.DefaultThreshold)
    : IContentStore
{
    /// <summary>64 KiB.</summary>
    public const int DefaultThreshold = 64 * 1024;

    /// <inheritdoc/>
    public async Task PutAsync(TenantId tenant, IReadOnlyList<StoredContent> contents, CancellationToken cancellationToken)
    {
        ILookup<bool, StoredContent> bySize = contents.ToLookup(content => content.Bytes.Length > threshold);
        StoredContent[] shorter = [.. bySize[false]], longer = [.. bySize[true]];
        Task first = shorter.Length > 0 || longer.Length == 0 ? small.PutAsync(tenant, shorter, cancellationToken) : Task.CompletedTask;
        Task second = longer.Length > 0 ? large.PutAsync(tenant, longer, cancellationToken) : Task.CompletedTask;
        await Task.WhenAll(first, second).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ContentLookup> GetAsync(ChunkKey key, CancellationToken cancellationToken)
    {
        ContentLookup near = await small.GetAsync(key, cancellationToken).ConfigureAwait(false);
        if (near is ContentLookup.Found)
            return near;
        ContentLookup far = await large.GetAsync(key, cancellationToken).ConfigureAwait(false);
        return far is ContentLookup.Unknown ? near : far;
    }

    /// <inheritdoc/>
    public async Task<ContentLookup> GetRangeAsync(ChunkKey key, long offset, int length, CancellationToken cancellationToken)
    {
        ContentLookup near = await small.GetRangeAsync(key, offset, length, cancellationToken).ConfigureAwait(false);
        if (near is ContentLookup.Found)
            return near;
        ContentLookup far = await large.GetRangeAsync(key, offset, length, cancellationToken).ConfigureAwait(false);
        return far is ContentLookup.Unknown ? near : far;
    }

    /// <inheritdoc/>
    public async Task<MarkerLookup> ResolveAsync(TenantId tenant, MarkerHash marker, CancellationToken cancellationToken)
    {
        MarkerLookup near = await small.ResolveAsync(tenant, marker, cancellationToken).ConfigureAwait(false);
        if (near is MarkerLookup.Found)
            return near;
        MarkerLookup far = await large.ResolveAsync(tenant, marker, cancellationToken).ConfigureAwait(false);
        return far is MarkerLookup.Unknown ? near : far;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ContentHash>> RenewAsync(
        TenantId tenant, IReadOnlyList<ContentHash> hashes, CancellationToken cancellationToken)
    {
        IReadOnlyList<ContentHash> elsewhere = await small.RenewAsync(tenant, hashes, cancellationToken).ConfigureAwait(false);
        return elsewhere.Count == 0 ? elsewhere : await large.RenewAsync(tenant, elsewhere, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<long> CountRetrievalAsync(ChunkKey key, CancellationToken cancellationToken)
    {
        long count = await small.CountRetrievalAsync(key, cancellationToken).ConfigureAwait(false);
        return count > 0 ? count : await large.CountRetrievalAsync(key, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ContentTotals> TotalsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        ContentTotals[] both = await Task.WhenAll(
            small.TotalsAsync(tenant, cancellationToken), large.TotalsAsync(tenant, cancellationToken)).ConfigureAwait(false);
        return new ContentTotals(
            both.Sum(part => part.Entries), both.Sum(part => part.Bytes), both.Sum(part => part.StoredBytes), both.Sum(part => part.Retrievals));
    }
}
