using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Storage;

namespace Headroom.Storage.AzureBlobs.Contents;

/// <summary>
/// Keeps one tenant within its bytes. The service counts nothing, so a node looks through the tenant's blobs now and then and
/// adds its own puts in between; on that occasion it gives the room of expired contents back and forgets old traces. Evicted is
/// what was renewed longest ago, and only the version that was seen: one renewed since stays.
/// </summary>
internal sealed class TenantRoom(TenantId tenant, ContentBlobs blobs, Retention retention, AzureBlobStoreOptions options) : IDisposable
{
    private const int MaxCandidates = 10_000;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Queue<FoundBlob> _evictable = [];
    private Task? _look;
    private long _lookedAt = long.MinValue / 2;
    private long _occupied;

    /// <summary>Makes room for <paramref name="bytes"/> more and counts them as taken.</summary>
    /// <exception cref="StoreUnavailableException">Too little may be evicted; nothing was.</exception>
    public async Task ReserveAsync(long bytes, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (retention.Now - _lookedAt >= (long)options.ListingAge.TotalMilliseconds)
            {
                // A look that takes longer than this caller has goes on for the next one.
                _look ??= LookAsync();
                await _look.WaitAsync(cancellationToken).ConfigureAwait(false);
                _look = null;
            }
            long shortage = Interlocked.Read(ref _occupied) + bytes - retention.QuotaBytes;
            if (shortage > 0)
                await EvictAsync(shortage, cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _occupied, bytes);
        }
        catch when (_look is { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            _look = null;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes a reservation back that was not used.</summary>
    public void Release(long bytes) => Interlocked.Add(ref _occupied, -bytes);

    public void Dispose() => _turn.Dispose();

    private async Task LookAsync()
    {
        long now = retention.Now, occupied = 0, evictableAt = retention.EvictableAt(now);
        PriorityQueue<FoundBlob, long> oldest = new();
        await foreach (FoundBlob blob in blobs.ListAsync(tenant, CancellationToken.None).ConfigureAwait(false))
        {
            if (blob.State.HasExpired(retention))
            {
                await ReclaimAsync(blob, now).ConfigureAwait(false);
                continue;
            }
            occupied += blob.StoredLength;
            if (blob.State.Renewed > evictableAt)
                continue;
            // Of all that may go the oldest are kept in mind, the youngest of them on top.
            oldest.Enqueue(blob, -blob.State.Renewed);
            if (oldest.Count > MaxCandidates)
                oldest.Dequeue();
        }
        _evictable.Clear();
        foreach (FoundBlob blob in oldest.UnorderedItems.Select(item => item.Element).OrderBy(blob => blob.State.Renewed))
            _evictable.Enqueue(blob);
        Interlocked.Exchange(ref _occupied, occupied);
        _lookedAt = now;
    }

    private async Task ReclaimAsync(FoundBlob blob, long now)
    {
        if (blob.State.Condition != ContentCondition.Gone)
        {
            if (await LeaveTraceAsync(blob, CancellationToken.None).ConfigureAwait(false))
                AzureBlobInstruments.Expirations.Add(1);
            return;
        }
        if (blob.State.Renewed > now - (long)options.TraceTime.TotalMilliseconds)
            return;
        if (await blobs.DeleteAsync(new ChunkKey(tenant, blob.Hash), blob.ETag, CancellationToken.None).ConfigureAwait(false))
        {
            foreach (MarkerHash marker in blob.State.Markers)
                await blobs.DeleteMarkerAsync(tenant, marker, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task EvictAsync(long shortage, CancellationToken cancellationToken)
    {
        if (_evictable.Sum(blob => blob.StoredLength) < shortage)
        {
            AzureBlobInstruments.Refusals.Add(1);
            throw new StoreUnavailableException(
                $"The quota of tenant {tenant} is full, and active sessions show all that is in it; {shortage} bytes are missing.");
        }
        while (shortage > 0 && _evictable.TryDequeue(out FoundBlob? victim))
        {
            if (!await LeaveTraceAsync(victim, cancellationToken).ConfigureAwait(false))
                continue;
            AzureBlobInstruments.Evictions.Add(1);
            Interlocked.Add(ref _occupied, -victim.StoredLength);
            shortage -= victim.StoredLength;
        }
        if (shortage > 0)
            throw new StoreUnavailableException($"The quota of tenant {tenant} is full; what might have been evicted has just been renewed.");
    }

    private Task<bool> LeaveTraceAsync(FoundBlob blob, CancellationToken cancellationToken) =>
        blobs.WriteAsync(
            new ChunkKey(tenant, blob.Hash), [],
            blob.State with { Renewed = retention.Now, Retrievals = 0, Condition = ContentCondition.Gone },
            blob.ETag, cancellationToken);
}
