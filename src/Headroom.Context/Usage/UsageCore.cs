using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Usage;

/// <summary>
/// What a tenant uses in a day, as far as it comes by one shard: several gateways write one record for each hour, and do not
/// contend for it. Not thread-safe: its owner calls it one call at a time.
/// </summary>
public sealed class UsageCore(IRecordStore records, TenantId tenant, string shard)
{
    private const int MaxRemembered = 256;

    private readonly UsageRecords _records = new(records, shard);
    private readonly Queue<Guid> _taken = new();

    /// <summary>Adds a batch. One that was added and comes again, because its sender did not hear so, is passed over.</summary>
    /// <exception cref="StoreUnavailableException">Not acknowledged.</exception>
    public async Task AddAsync(Guid id, DateTimeOffset hour, IReadOnlyCollection<UsageRow> rows, CancellationToken cancellationToken)
    {
        if (_taken.Contains(id))
        {
            return;
        }

        await _records.AddAsync(tenant, hour, rows, cancellationToken).ConfigureAwait(false);
        _taken.Enqueue(id);
        if (_taken.Count > MaxRemembered)
        {
            _taken.Dequeue();
        }
    }
}
