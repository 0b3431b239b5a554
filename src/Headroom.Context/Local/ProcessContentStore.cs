using System.Collections.Concurrent;
using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Local;

/// <summary>Originals in memory, within a bound of bytes for each tenant; a call costs what its own contents cost.</summary>
public sealed class ProcessContentStore(RetentionOptions retention, TimeProvider time) : IContentStore
{
    private readonly ConcurrentDictionary<TenantId, TenantContents> _tenants = new();

    /// <inheritdoc/>
    public Task PutAsync(TenantId tenant, IReadOnlyList<StoredContent> contents, CancellationToken cancellationToken) => Answer(() =>
    {
        foreach (StoredContent content in contents)
        {
            if (ContentHash.Of(content.Bytes.Span) != content.Hash)
            {
                throw new ArgumentException($"The bytes given for {content.Hash} have another hash.", nameof(contents));
            }
        }

        return Of(tenant).TryPut(contents)
            ? true
            : throw new StoreUnavailableException($"The memory for originals of {tenant} is full of what is in use; {retention.QuotaBytes} bytes are set.");
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<ContentLookup> GetAsync(ChunkKey key, CancellationToken cancellationToken) => GetRangeAsync(key, 0, int.MaxValue, cancellationToken);

    /// <inheritdoc/>
    public Task<ContentLookup> GetRangeAsync(ChunkKey key, long offset, int length, CancellationToken cancellationToken) =>
        Answer(() => Of(key.Tenant).Get(key.Hash, offset, length), cancellationToken);

    /// <inheritdoc/>
    public Task<MarkerLookup> ResolveAsync(TenantId tenant, MarkerHash marker, CancellationToken cancellationToken) =>
        Answer(() => Of(tenant).Resolve(marker), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContentHash>> RenewAsync(TenantId tenant, IReadOnlyList<ContentHash> hashes, CancellationToken cancellationToken) =>
        Answer(() => Of(tenant).Renew(hashes), cancellationToken);

    /// <inheritdoc/>
    public Task<long> CountRetrievalAsync(ChunkKey key, CancellationToken cancellationToken) =>
        Answer(() => Of(key.Tenant).CountRetrieval(key.Hash), cancellationToken);

    /// <inheritdoc/>
    public Task<ContentTotals> TotalsAsync(TenantId tenant, CancellationToken cancellationToken) => Answer(Of(tenant).Totals, cancellationToken);

    private static Task<T> Answer<T>(Func<T> answer, CancellationToken cancellationToken)
    {
        try
        {
            return cancellationToken.IsCancellationRequested ? Task.FromCanceled<T>(cancellationToken) : Task.FromResult(answer());
        }
        catch (Exception failure) when (failure is ArgumentException or StoreUnavailableException)
        {
            return Task.FromException<T>(failure);
        }
    }

    private TenantContents Of(TenantId tenant) => _tenants.GetOrAdd(tenant, _ => new TenantContents(retention, time));
}
