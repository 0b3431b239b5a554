using Headroom.Context.Keys;

namespace Headroom.Context.Usage;

/// <summary>
/// Usage on its way to the store: adding costs a turn nothing but a look-up, and what was added is taken in one piece from time to time.
/// Thread-safe.
/// </summary>
public sealed class UsageStage
{
    /// <summary>So many rows wait at most; beyond them, an hour's are summed up as one subject.</summary>
    private const int MaxRows = 10_000;

    private readonly Lock _lock = new();
    private Dictionary<(TenantId Tenant, DateTimeOffset Hour, UsageSubject Subject), UsageRow> _rows = [];

    /// <summary>Adds what a subject used.</summary>
    public void Add(TenantId tenant, DateTimeOffset moment, UsageRow row)
    {
        lock (_lock)
        {
            Put(tenant, UsageRecords.HourOf(moment), row);
        }
    }

    /// <summary>Takes everything, by tenant and hour.</summary>
    public IReadOnlyList<StagedUsage> Take()
    {
        Dictionary<(TenantId Tenant, DateTimeOffset Hour, UsageSubject Subject), UsageRow> taken;
        lock (_lock)
        {
            (taken, _rows) = (_rows, []);
        }

        return [.. taken.GroupBy(row => (row.Key.Tenant, row.Key.Hour)).Select(same => new StagedUsage(same.Key.Tenant, same.Key.Hour, [.. same.Select(row => row.Value)]))];
    }

    /// <summary>Puts back what could not be stored.</summary>
    public void GiveBack(StagedUsage usage)
    {
        lock (_lock)
        {
            foreach (UsageRow row in usage.Rows)
            {
                Put(usage.Tenant, usage.Hour, row);
            }
        }
    }

    private void Put(TenantId tenant, DateTimeOffset hour, UsageRow row)
    {
        var key = (tenant, hour, row.Subject);
        if (_rows.Count >= MaxRows && !_rows.ContainsKey(key))
        {
            key = (tenant, hour, UsageSubject.Other);
            row = row with { Subject = UsageSubject.Other };
        }

        _rows[key] = _rows.TryGetValue(key, out UsageRow? standing) ? standing.Plus(row) : row;
    }
}

/// <summary>What a tenant used in an hour and is not stored yet.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Hour">The hour, in UTC.</param>
/// <param name="Rows">The rows.</param>
public sealed record StagedUsage(TenantId Tenant, DateTimeOffset Hour, IReadOnlyCollection<UsageRow> Rows);
