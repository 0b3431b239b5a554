using System.Globalization;
using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Storage.Redis.Connection;
using StackExchange.Redis;

namespace Headroom.Storage.Redis.Contents;

/// <summary>
/// Originals and outputs in Redis. Whether something has expired is decided by our clock when it is read; the times to live of
/// the keys only give the room back, also when no node is left to ask for it.
/// </summary>
internal sealed class RedisContentStore(RedisConnection connection, Retention retention, RedisStoreOptions options) : IContentStore
{
    /// <summary>Nodes' clocks differ; a body must not be gone before the last of them holds it for expired.</summary>
    private const long ClockSlack = 3_600_000;
    private const int SweptAtOnce = 512;

    private readonly long _traceTime = (long)options.TraceTime.TotalMilliseconds;

    public async Task PutAsync(TenantId tenant, IReadOnlyList<StoredContent> contents, CancellationToken cancellationToken)
    {
        ContentKeys keys = new(tenant);
        bool[] standing = await FindStandingAsync(keys, contents, cancellationToken).ConfigureAwait(false);
        // What another writer put may not be with a replica yet: then a write of our own has to be waited for.
        if (!connection.WaitsForReplicas && standing.All(stands => stands))
            return;
        if (!await TryPutAsync(tenant, keys, contents, standing, cancellationToken).ConfigureAwait(false))
            await TryPutAsync(tenant, keys, contents, new bool[contents.Count], cancellationToken).ConfigureAwait(false);
    }

    public async Task<ContentLookup> GetAsync(ChunkKey key, CancellationToken cancellationToken)
    {
        ContentKeys keys = new(key.Tenant);
        string hash = key.Hash.ToString();
        (double? renewed, RedisValue frame, double? gone) = await connection.ReadAsync("read a content", async database =>
        {
            Task<double?> age = database.SortedSetScoreAsync(keys.Ages, hash, CommandFlags.DemandMaster);
            Task<RedisValue> body = database.StringGetAsync(keys.Body(key.Hash), CommandFlags.DemandMaster);
            Task<double?> trace = database.SortedSetScoreAsync(keys.Gone, hash, CommandFlags.DemandMaster);
            return (await age.ConfigureAwait(false), await body.ConfigureAwait(false), await trace.ConfigureAwait(false));
        }, cancellationToken).ConfigureAwait(false);
        if (frame.IsNull || renewed is null)
            return renewed is null && gone is null ? new ContentLookup.Unknown() : new ContentLookup.Expired();
        if (renewed <= retention.ExpiredAt(retention.Now))
            return new ContentLookup.Expired();
        ContentLookup lookup = ContentFrame.Read((ReadOnlyMemory<byte>)frame, key.Hash);
        if (lookup is ContentLookup.Damaged && frame.Length() > 0)
            await ReportDamageAsync(keys, key.Hash, cancellationToken).ConfigureAwait(false);
        return lookup;
    }

    public async Task<ContentLookup> GetRangeAsync(ChunkKey key, long offset, int length, CancellationToken cancellationToken)
    {
        ContentLookup lookup = await GetAsync(key, cancellationToken).ConfigureAwait(false);
        return lookup.Cut(offset, length);
    }

    public Task<MarkerLookup> ResolveAsync(TenantId tenant, MarkerHash marker, CancellationToken cancellationToken)
    {
        ContentKeys keys = new(tenant);
        return connection.ReadAsync<MarkerLookup>("resolve a marker", async database =>
        {
            RedisValue hash = await database.HashGetAsync(keys.Markers, marker.ToString(), CommandFlags.DemandMaster).ConfigureAwait(false);
            if (hash.IsNull)
                return new MarkerLookup.Unknown();
            double? renewed = await database.SortedSetScoreAsync(keys.Ages, hash, CommandFlags.DemandMaster).ConfigureAwait(false);
            return renewed > retention.ExpiredAt(retention.Now)
                ? new MarkerLookup.Found(ContentHash.Parse(hash.ToString()))
                : new MarkerLookup.Expired();
        }, cancellationToken);
    }

    public async Task<IReadOnlyList<ContentHash>> RenewAsync(
        TenantId tenant, IReadOnlyList<ContentHash> hashes, CancellationToken cancellationToken)
    {
        if (hashes.Count == 0)
            return [];
        ContentKeys keys = new(tenant);
        RedisResult missing = await connection.WriteAsync(
            "renew contents", ContentScripts.Renew, keys.With(hashes),
            [.. Instants(keys), .. hashes.Select(hash => (RedisValue)hash.ToString())], cancellationToken).ConfigureAwait(false);
        return [.. ((int[])missing!).Select(position => hashes[position])];
    }

    public async Task<long> CountRetrievalAsync(ChunkKey key, CancellationToken cancellationToken)
    {
        ContentKeys keys = new(key.Tenant);
        RedisResult count = await connection.WriteAsync(
            "count a retrieval", ContentScripts.CountRetrieval, keys.With([key.Hash]),
            [.. Instants(keys), key.Hash.ToString()], cancellationToken).ConfigureAwait(false);
        return (long)count;
    }

    public async Task<ContentTotals> TotalsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        ContentKeys keys = new(tenant);
        long[] sums;
        do
        {
            RedisResult answer = await connection.WriteAsync(
                "sum up contents", ContentScripts.Totals, keys.Shared, Instants(keys), cancellationToken).ConfigureAwait(false);
            sums = (long[])answer!;
        }
        while (sums[0] == SweptAtOnce);
        return new ContentTotals(sums[1], sums[2], sums[3], sums[4]);
    }

    private async Task<bool[]> FindStandingAsync(ContentKeys keys, IReadOnlyList<StoredContent> contents, CancellationToken cancellationToken)
    {
        if (contents.Count == 0)
            return [];
        RedisKey[] named = [keys.Ages, keys.Markers, .. contents.Select(content => keys.Body(content.Hash))];
        RedisValue[] values = [Text(retention.StaleBefore(retention.Now)), .. contents.SelectMany(HashAndMarker)];
        RedisResult answer = await connection.ReadAsync(
            "look for contents",
            database => database.ScriptEvaluateAsync(ContentScripts.Standing, named, values, CommandFlags.DemandMaster),
            cancellationToken).ConfigureAwait(false);
        return [.. ((int[])answer!).Select(stands => stands == 1)];
    }

    /// <returns>Whether it is done; if not, something that was seen to stand is gone, and has to be sent after all.</returns>
    private async Task<bool> TryPutAsync(
        TenantId tenant, ContentKeys keys, IReadOnlyList<StoredContent> contents, bool[] standing, CancellationToken cancellationToken)
    {
        long now = retention.Now;
        List<RedisValue> values =
        [
            .. Instants(keys), Text(retention.EvictableAt(now)), retention.QuotaBytes, Text(now - _traceTime), options.TracesPerTenant,
        ];
        for (int index = 0; index < contents.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            values.AddRange(HashAndMarker(contents[index]));
            values.Add(contents[index].Bytes.Length);
            values.Add(standing[index] ? RedisValue.EmptyString : ContentFrame.Write(PackedContent.From(contents[index])));
        }
        RedisResult answer = await connection.WriteAsync(
            "keep contents", ContentScripts.Put, keys.With(contents.Select(content => content.Hash)), [.. values], cancellationToken).ConfigureAwait(false);
        long number = (long)answer[1];
        switch ((string?)answer[0])
        {
            case "full":
                RedisInstruments.Refusals.Add(1);
                throw new StoreUnavailableException(
                    $"The quota of tenant {tenant} is full, and active sessions show all that is in it; {number} bytes are missing.");
            case "send":
                return false;
            default:
                RedisInstruments.Evictions.Add(number);
                return true;
        }
    }

    /// <summary>The answer stands whether or not the mark can be written; without it, the next reader finds the damage anew.</summary>
    private async Task ReportDamageAsync(ContentKeys keys, ContentHash hash, CancellationToken cancellationToken)
    {
        RedisInstruments.Damaged.Add(1);
        try
        {
            await connection.WriteAsync(
                "mark a damaged content", ContentScripts.MarkDamaged, keys.With([hash]), [.. Instants(keys), hash.ToString()],
                cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // Counted where it was thrown.
        }
    }

    private RedisValue[] Instants(ContentKeys keys)
    {
        long now = retention.Now;
        return
        [
            Text(now), Text(retention.StaleBefore(now)), Text(retention.ExpiredAt(now)), keys.BodyPrefix,
            Text(retention.TimeToLive + ClockSlack), Text(retention.TimeToLive + _traceTime + ClockSlack),
        ];
    }

    private static RedisValue[] HashAndMarker(StoredContent content) => [content.Hash.ToString(), content.Marker?.ToString() ?? ""];

    private static RedisValue Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
