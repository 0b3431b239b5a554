using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.Sqlite.Database;

namespace Headroom.Storage.Sqlite.Contents;

/// <summary>Originals and outputs in the file.</summary>
internal sealed class SqliteContentStore(ReadPool reads, WriteQueue writes, Retention retention) : IContentStore
{
    public async Task PutAsync(TenantId tenant, IReadOnlyList<StoredContent> contents, CancellationToken cancellationToken)
    {
        List<StoredContent> absent = await reads.ReadAsync(
            connection => ContentReads.NotStanding(connection, tenant, contents, retention), cancellationToken).ConfigureAwait(false);
        if (absent.Count == 0)
            return;
        List<PackedContent> packed = new(absent.Count);
        foreach (StoredContent content in absent)
        {
            cancellationToken.ThrowIfCancellationRequested();
            packed.Add(PackedContent.From(content));
        }
        await writes.WriteAsync(
            connection => ContentWrites.Put(connection, tenant, packed, retention),
            (int)Math.Min(int.MaxValue, packed.Sum(content => (long)content.Bytes.Length)),
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<ContentLookup> GetAsync(ChunkKey key, CancellationToken cancellationToken)
    {
        ContentLookup lookup = await reads.ReadAsync(
            connection => ContentReads.Get(connection, key, retention), cancellationToken).ConfigureAwait(false);
        if (lookup is ContentLookup.Damaged)
            await ReportDamageAsync(key, cancellationToken).ConfigureAwait(false);
        return lookup;
    }

    public async Task<ContentLookup> GetRangeAsync(ChunkKey key, long offset, int length, CancellationToken cancellationToken)
    {
        ContentLookup lookup = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        return lookup.Cut(offset, length);
    }

    public Task<MarkerLookup> ResolveAsync(TenantId tenant, MarkerHash marker, CancellationToken cancellationToken) =>
        reads.ReadAsync(connection => ContentReads.Resolve(connection, tenant, marker, retention), cancellationToken);

    public async Task<IReadOnlyList<ContentHash>> RenewAsync(
        TenantId tenant, IReadOnlyList<ContentHash> hashes, CancellationToken cancellationToken)
    {
        (List<ContentHash> missing, List<byte[]> stale) = await reads.ReadAsync(
            connection => ContentReads.Age(connection, tenant, hashes, retention), cancellationToken).ConfigureAwait(false);
        if (stale.Count > 0)
            await writes.WriteAsync(
                connection => ContentWrites.Renew(connection, tenant, stale, retention), 0, cancellationToken).ConfigureAwait(false);
        return missing;
    }

    public Task<long> CountRetrievalAsync(ChunkKey key, CancellationToken cancellationToken) =>
        writes.WriteAsync(connection => ContentWrites.CountRetrieval(connection, key, retention), 0, cancellationToken);

    public Task<ContentTotals> TotalsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        reads.ReadAsync(connection => ContentReads.Totals(connection, tenant, retention), cancellationToken);

    /// <summary>The answer stands whether or not the mark can be written; without it, the next reader finds the damage anew.</summary>
    private async Task ReportDamageAsync(ChunkKey key, CancellationToken cancellationToken)
    {
        StorageInstruments.Damaged.Add(1);
        try
        {
            await writes.WriteAsync(connection => ContentWrites.MarkDamaged(connection, key), 0, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            StorageInstruments.Failures.Add(1);
        }
    }
}
