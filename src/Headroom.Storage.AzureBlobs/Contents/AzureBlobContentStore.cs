using System.Collections.Concurrent;
using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.AzureBlobs.Calls;

namespace Headroom.Storage.AzureBlobs.Contents;

/// <summary>
/// Originals and outputs as blobs. Whoever uploads a content first has written it; its age, its markers and its retrievals are
/// the blob's metadata, changed only from the version that was read. A range is cut from a content that was read whole, since
/// only a whole one can be verified against its hash.
/// </summary>
internal sealed class AzureBlobContentStore(ContentBlobs blobs, Retention retention, AzureBlobStoreOptions options) : IContentStore, IDisposable
{
    private const int MaxParallel = 8;
    private const int MaxAttempts = 16;

    private readonly Deadline _deadline = new(options.OperationTimeout);
    private readonly ConcurrentDictionary<TenantId, TenantRoom> _rooms = new();

    public Task PutAsync(TenantId tenant, IReadOnlyList<StoredContent> contents, CancellationToken cancellationToken) =>
        _deadline.RunAsync("keep contents", async limit =>
        {
            await Parallel.ForEachAsync(contents, Limited(limit), async (content, token) =>
                await PutAsync(tenant, content, token).ConfigureAwait(false)).ConfigureAwait(false);
            return true;
        }, cancellationToken);

    public Task<ContentLookup> GetAsync(ChunkKey key, CancellationToken cancellationToken) =>
        _deadline.RunAsync<ContentLookup>("read a content", async limit =>
        {
            if (await blobs.ReadAsync(key, limit).ConfigureAwait(false) is not var (blob, frame))
                return new ContentLookup.Unknown();
            if (blob.State.HasExpired(retention))
                return new ContentLookup.Expired();
            ContentLookup lookup = blob.State.Condition == ContentCondition.Damaged ? new ContentLookup.Damaged() : ContentFrame.Read(frame, key.Hash);
            if (lookup is ContentLookup.Damaged && blob.State.Condition == ContentCondition.Whole)
            {
                AzureBlobInstruments.Damaged.Add(1);
                await blobs.DescribeAsync(key, blob.State with { Condition = ContentCondition.Damaged }, blob.ETag, limit).ConfigureAwait(false);
            }
            return lookup;
        }, cancellationToken);

    public async Task<ContentLookup> GetRangeAsync(ChunkKey key, long offset, int length, CancellationToken cancellationToken)
    {
        ContentLookup lookup = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        return lookup.Cut(offset, length);
    }

    public Task<MarkerLookup> ResolveAsync(TenantId tenant, MarkerHash marker, CancellationToken cancellationToken) =>
        _deadline.RunAsync<MarkerLookup>("resolve a marker", async limit =>
        {
            if (await blobs.ReadMarkerAsync(tenant, marker, limit).ConfigureAwait(false) is not { } hash
                || await blobs.FindAsync(new ChunkKey(tenant, hash), limit).ConfigureAwait(false) is not { } blob)
                return new MarkerLookup.Unknown();
            return blob.State.HasExpired(retention) ? new MarkerLookup.Expired() : new MarkerLookup.Found(hash);
        }, cancellationToken);

    public Task<IReadOnlyList<ContentHash>> RenewAsync(
        TenantId tenant, IReadOnlyList<ContentHash> hashes, CancellationToken cancellationToken) =>
        _deadline.RunAsync<IReadOnlyList<ContentHash>>("renew contents", async limit =>
        {
            ConcurrentDictionary<ContentHash, bool> stored = new();
            await Parallel.ForEachAsync(hashes, Limited(limit), async (hash, token) =>
                stored[hash] = await RenewAsync(new ChunkKey(tenant, hash), token).ConfigureAwait(false)).ConfigureAwait(false);
            return [.. hashes.Where(hash => !stored[hash])];
        }, cancellationToken);

    public Task<long> CountRetrievalAsync(ChunkKey key, CancellationToken cancellationToken) =>
        _deadline.RunAsync("count a retrieval", limit => ChangeAsync<long>(key, async blob =>
        {
            if (blob is null || !blob.State.IsLive(retention))
                return 0;
            ContentState counted = blob.State with { Retrievals = blob.State.Retrievals + 1 };
            return await blobs.DescribeAsync(key, counted, blob.ETag, limit).ConfigureAwait(false) ? counted.Retrievals : null;
        }, limit), cancellationToken);

    /// <summary>Looks through the tenant's blobs; the deadline is for each of the service's pages, not for all of them.</summary>
    public async Task<ContentTotals> TotalsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        ContentTotals totals = new(0, 0, 0, 0);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IAsyncEnumerator<FoundBlob> listing = blobs.ListAsync(tenant, ending.Token).GetAsyncEnumerator(CancellationToken.None);
        await using (listing.ConfigureAwait(false))
        {
            while (await _deadline.RunAsync("list contents", limit => MoveAsync(listing, ending, limit), cancellationToken).ConfigureAwait(false))
            {
                FoundBlob blob = listing.Current;
                if (!blob.State.HasExpired(retention))
                    totals = new ContentTotals(
                        totals.Entries + 1, totals.Bytes + blob.State.Length, totals.StoredBytes + blob.StoredLength,
                        totals.Retrievals + blob.State.Retrievals);
            }
        }
        return totals;
    }

    /// <summary>A listing that moves cannot be disposed of: at the limit it is told to end, not left behind.</summary>
    private static async Task<bool> MoveAsync(IAsyncEnumerator<FoundBlob> listing, CancellationTokenSource ending, CancellationToken limit)
    {
        using CancellationTokenRegistration atLimit = limit.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), ending);
        return await listing.MoveNextAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (TenantRoom room in _rooms.Values)
            room.Dispose();
    }

    private Task<bool> PutAsync(TenantId tenant, StoredContent content, CancellationToken cancellationToken)
    {
        ChunkKey key = new(tenant, content.Hash);
        return ChangeAsync<bool>(key, async blob =>
        {
            if (blob is not null && blob.State.IsLive(retention))
                return await RefreshAsync(key, blob, blob.State.With(content.Marker), cancellationToken).ConfigureAwait(false) ? true : null;
            return await UploadAsync(key, content, blob, cancellationToken).ConfigureAwait(false) ? true : null;
        }, cancellationToken);
    }

    private Task<bool> RenewAsync(ChunkKey key, CancellationToken cancellationToken) =>
        ChangeAsync<bool>(key, async blob =>
        {
            if (blob is null || !blob.State.IsLive(retention))
                return false;
            return await RefreshAsync(key, blob, blob.State, cancellationToken).ConfigureAwait(false) ? true : null;
        }, cancellationToken);

    /// <summary>Writes what has changed and starts the time to live anew, unless it was started so recently that a write is not worth it.</summary>
    private async Task<bool> RefreshAsync(ChunkKey key, FoundBlob blob, ContentState wanted, CancellationToken cancellationToken)
    {
        long now = retention.Now;
        bool isFresh = blob.State.Renewed >= retention.StaleBefore(now);
        if (isFresh && wanted.Markers.Count == blob.State.Markers.Count)
            return true;
        foreach (MarkerHash marker in isFresh ? wanted.Markers.Except(blob.State.Markers) : wanted.Markers)
            await blobs.WriteMarkerAsync(key.Tenant, marker, key.Hash, cancellationToken).ConfigureAwait(false);
        return await blobs.DescribeAsync(key, wanted with { Renewed = now }, blob.ETag, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The marker goes first: a content that names it in its metadata is never without it, whenever this process ends.</summary>
    private async Task<bool> UploadAsync(ChunkKey key, StoredContent content, FoundBlob? replaced, CancellationToken cancellationToken)
    {
        byte[] frame = ContentFrame.Write(PackedContent.From(content));
        TenantRoom room = _rooms.GetOrAdd(key.Tenant, tenant => new TenantRoom(tenant, blobs, retention, options));
        await room.ReserveAsync(frame.Length, cancellationToken).ConfigureAwait(false);
        bool isWritten = false;
        try
        {
            ContentState state = new ContentState(retention.Now, content.Bytes.Length, 0, replaced?.State.Markers ?? []).With(content.Marker);
            foreach (MarkerHash marker in state.Markers)
                await blobs.WriteMarkerAsync(key.Tenant, marker, key.Hash, cancellationToken).ConfigureAwait(false);
            isWritten = await blobs.WriteAsync(key, frame, state, replaced?.ETag, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!isWritten)
                room.Release(frame.Length);
        }
        return isWritten;
    }

    /// <summary>Tries <paramref name="change"/> on the version that stands until no other writer is faster.</summary>
    private async Task<T> ChangeAsync<T>(ChunkKey key, Func<FoundBlob?, Task<T?>> change, CancellationToken cancellationToken)
        where T : struct
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            FoundBlob? blob = await blobs.FindAsync(key, cancellationToken).ConfigureAwait(false);
            if (await change(blob).ConfigureAwait(false) is { } result)
                return result;
        }
        throw new StoreUnavailableException($"Other writers of {key} were faster {MaxAttempts} times.");
    }

    private static ParallelOptions Limited(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken };
}
