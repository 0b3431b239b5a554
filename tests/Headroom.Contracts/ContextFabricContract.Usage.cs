using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Usage;
using static Headroom.Contracts.Given;

namespace Headroom.Contracts;

/// <summary>What every fabric promises of what tenants use.</summary>
public abstract partial class ContextFabricContract
{
    private static readonly DateTimeOffset Hour = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly TenantId _user = new($"tenant-{Guid.NewGuid():n}");

    /// <value>The records that the fabric writes.</value>
    protected abstract IRecordStore Records { get; }

    [Fact]
    public async Task What_many_gateways_add_at_once_is_summed_up_by_hour_and_subject()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Fabric.Usage.AddAsync(_user, Hour.AddHours(i % 2), [Used("ann", 100), Used("ben", 10)], None)));
        IReadOnlyList<HourlyUsage> hours = await new UsageRecords(Records, "reader").ReadAsync(_user, Hour, None);
        Assert.Equal([Hour, Hour.AddHours(1)], hours.Select(hour => hour.At));
        Assert.All(hours, hour => Assert.Equal(
            [("ann", 6L, 600L), ("ben", 6L, 60L)],
            hour.Usage.Rows.Select(row => (row.Subject.User, row.Totals.Requests, row.Totals.BytesBrought)).Order()));
        Assert.Empty(await new UsageRecords(Records, "reader").ReadAsync(Other, Hour, None));
    }

    private static UsageRow Used(string user, long bytes) =>
        new(new UsageSubject(user, "", "", "claude", "anthropic", "m"), new UsageTotals { Requests = 1, BytesBrought = bytes });
}
