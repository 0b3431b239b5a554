using System.Globalization;
using System.Text.Json;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Usage;

/// <summary>
/// Usage in the record store: one record per tenant, hour and shard, and an index of them. Whoever writes has a shard of its own, so that
/// writers never wait for each other; a write that was overtaken all the same is made again.
/// </summary>
/// <param name="records">The store.</param>
/// <param name="shard">Names the writer: of a process or a grain, letters, digits and hyphens.</param>
public sealed class UsageRecords(IRecordStore records, string shard) : IUsage
{
    private const string Kind = "usage";
    private const string HourFormat = "yyyy-MM-dd'T'HH";
    private const int MaxAttempts = 64;
    private const int MaxReadsAtOnce = 32;

    /// <summary>The hour, in UTC, that a moment belongs to.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset moment)
    {
        DateTimeOffset utc = moment.ToUniversalTime();
        return new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public async Task AddAsync(TenantId tenant, DateTimeOffset hour, IReadOnlyCollection<UsageRow> rows, CancellationToken cancellationToken)
    {
        string bucket = $"{HourOf(hour).ToString(HourFormat, CultureInfo.InvariantCulture)}/{shard}";
        UsageIndex index = await ChangeAsync(
            IndexKey(tenant), Index, standing => standing.Buckets.Contains(bucket) ? null : standing with { Buckets = [.. standing.Buckets, bucket] }, Encode, cancellationToken).ConfigureAwait(false);
        await ChangeAsync(BucketKey(tenant, index.Epoch, bucket), Hour, standing => standing.Plus(rows), sum => sum.Encode(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a tenant used in each hour, oldest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="since">The hour of this moment is the first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    public async Task<IReadOnlyList<HourlyUsage>> ReadAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken)
    {
        UsageIndex index = Index(await records.GetAsync(IndexKey(tenant), cancellationToken).ConfigureAwait(false));
        DateTimeOffset first = HourOf(since);
        List<HourlyUsage> hours = [];
        IEnumerable<(string Bucket, DateTimeOffset At)> named = index.Buckets
            .Select(bucket => (bucket, DateTimeOffset.ParseExact(bucket[..bucket.IndexOf('/', StringComparison.Ordinal)], HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)))
            .Where(bucket => bucket.Item2 >= first);
        foreach ((string Bucket, DateTimeOffset At)[] some in named.OrderBy(bucket => bucket.At).Chunk(MaxReadsAtOnce))
        {
            StoredRecord?[] found = await Task.WhenAll(some.Select(bucket => records.GetAsync(BucketKey(tenant, index.Epoch, bucket.Bucket), cancellationToken))).ConfigureAwait(false);
            hours.AddRange(some.Zip(found, (bucket, record) => new HourlyUsage(bucket.At, Hour(record))));
        }

        return [.. hours.GroupBy(hour => hour.At).Select(same => same.Aggregate((a, b) => a with { Usage = a.Usage.Plus(b.Usage.Rows) }))];
    }

    /// <summary>Begins anew: what was used before is not counted any more.</summary>
    /// <exception cref="StoreUnavailableException">Not acknowledged.</exception>
    public Task ResetAsync(TenantId tenant, CancellationToken cancellationToken) =>
        ChangeAsync(IndexKey(tenant), Index, standing => new UsageIndex(standing.Epoch + 1, []), Encode, cancellationToken);

    private static RecordKey IndexKey(TenantId tenant) => new(tenant, Kind, "index");

    private static RecordKey BucketKey(TenantId tenant, int epoch, string bucket) => new(tenant, Kind, string.Create(CultureInfo.InvariantCulture, $"{epoch}/{bucket}"));

    private static UsageIndex Index(StoredRecord? record) =>
        record is null ? UsageIndex.Fresh : JsonSerializer.Deserialize(record.Value.Span, UsageJson.Default.UsageIndex) ?? UsageIndex.Fresh;

    private static ReadOnlyMemory<byte> Encode(UsageIndex index) => JsonSerializer.SerializeToUtf8Bytes(index, UsageJson.Default.UsageIndex);

    private static UsageHour Hour(StoredRecord? record) => record is null ? UsageHour.Empty : UsageHour.Decode(record.Value.Span);

    /// <summary>Reads, changes and writes back a record until no other writer comes between.</summary>
    /// <returns>What stands now.</returns>
    private async Task<T> ChangeAsync<T>(
        RecordKey key, Func<StoredRecord?, T> decode, Func<T, T?> change, Func<T, ReadOnlyMemory<byte>> encode, CancellationToken cancellationToken)
        where T : class
    {
        StoredRecord? standing = await records.GetAsync(key, cancellationToken).ConfigureAwait(false);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            T before = decode(standing);
            if (change(before) is not { } after)
            {
                return before;
            }

            ReadOnlyMemory<byte> value = encode(after);
            if (standing is null)
            {
                standing = await records.CreateAsync(key, value, cancellationToken).ConfigureAwait(false);
                if (standing.Value.Span.SequenceEqual(value.Span))
                {
                    return after;
                }
            }
            else if (await records.UpdateAsync(key, value, standing.ETag, cancellationToken).ConfigureAwait(false) is not null)
            {
                return after;
            }
            else
            {
                standing = await records.GetAsync(key, cancellationToken).ConfigureAwait(false);
            }
        }

        throw new StoreUnavailableException($"{key} is written by too many at once.");
    }
}
