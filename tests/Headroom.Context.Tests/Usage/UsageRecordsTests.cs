using Headroom.Context.Keys;
using Headroom.Context.Usage;
using MemoryRecordStore = Headroom.Testing.Memory.MemoryRecordStore;

namespace Headroom.Context.Tests.Usage;

/// <summary>What tenants used, kept hour by hour.</summary>
public sealed class UsageRecordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 20, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = TenantId.Local;

    private readonly MemoryRecordStore _store = new();

    [Fact]
    public async Task Hours_come_back_in_order_with_the_sums_of_each()
    {
        UsageRecords records = new(_store, "one");
        await records.AddAsync(Tenant, Noon, [Row("a", 1000, 100), Row("b", 50, 50)], default);
        await records.AddAsync(Tenant, Noon.AddHours(-1), [Row("a", 10, 10)], default);
        await records.AddAsync(Tenant, Noon.AddMinutes(30), [Row("a", 500, 200)], default);

        IReadOnlyList<HourlyUsage> hours = await records.ReadAsync(Tenant, Noon.AddDays(-1), default);
        Assert.Equal([UsageRecords.HourOf(Noon.AddHours(-1)), UsageRecords.HourOf(Noon)], hours.Select(hour => hour.At));
        UsageRow row = hours[1].Usage.Rows.Single(row => row.Subject.Model == "a");
        Assert.Equal((2, 1500, 300), (row.Totals.Requests, row.Totals.TokensBefore, row.Totals.TokensAfter));
        Assert.Equal(new StageTotals(2, 1500, 300), row.Stages["json:table"]);
        Assert.Equal(2, row.Sizes[ConversationSize.Of(1000)]);
    }

    [Fact]
    public async Task Only_hours_since_a_moment_are_read_the_hour_of_the_moment_among_them()
    {
        UsageRecords records = new(_store, "one");
        await records.AddAsync(Tenant, Noon.AddHours(-2), [Row("a", 1, 1)], default);
        await records.AddAsync(Tenant, Noon, [Row("a", 2, 2)], default);
        Assert.Equal(2, Assert.Single(await records.ReadAsync(Tenant, Noon.AddMinutes(15), default)).Usage.Rows.Single().Totals.TokensBefore);
    }

    [Fact]
    public async Task Nothing_is_lost_where_several_write_at_once()
    {
        const int Writers = 8, Turns = 25;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            UsageRecords records = new(_store, writer % 2 == 0 ? "one" : "two");
            for (int i = 0; i < Turns; i++)
            {
                await records.AddAsync(Tenant, Noon, [Row("a", 10 + writer, 1)], default);
            }
        })));

        UsageReport report = new(await new UsageRecords(_store, "reader").ReadAsync(Tenant, Noon, default));
        Assert.Equal(Writers * Turns, report.Totals.Requests);
        Assert.Equal(Turns * Enumerable.Range(10, Writers).Sum(), report.Totals.TokensBefore);
    }

    [Fact]
    public async Task A_reset_begins_anew_also_for_those_who_go_on_writing()
    {
        UsageRecords records = new(_store, "one");
        await records.AddAsync(Tenant, Noon, [Row("a", 1000, 1)], default);
        await new UsageRecords(_store, "another").ResetAsync(Tenant, default);
        Assert.Empty(await records.ReadAsync(Tenant, default, default));
        await records.AddAsync(Tenant, Noon, [Row("a", 7, 1)], default);
        Assert.Equal(7, new UsageReport(await records.ReadAsync(Tenant, default, default)).Totals.TokensBefore);
    }

    [Fact]
    public async Task A_tenant_sees_nothing_of_another()
    {
        UsageRecords records = new(_store, "one");
        await records.AddAsync(new TenantId("acme"), Noon, [Row("a", 1000, 1)], default);
        await records.ResetAsync(new TenantId("other"), default);
        Assert.Empty(await records.ReadAsync(Tenant, default, default));
        Assert.Single(await records.ReadAsync(new TenantId("acme"), default, default));
    }

    [Fact]
    public void Subjects_beyond_the_bound_are_summed_up_and_not_dropped()
    {
        UsageHour hour = UsageHour.Empty.Plus(Enumerable.Range(0, UsageHour.MaxSubjects + 500).Select(i => Row($"model-{i}", 3, 1)));
        Assert.InRange(hour.Rows.Count, UsageHour.MaxSubjects, UsageHour.MaxSubjects + 1);
        Assert.Equal(3 * (UsageHour.MaxSubjects + 500), hour.Rows.Sum(row => row.Totals.TokensBefore));
    }

    [Fact]
    public void A_filter_keeps_what_is_asked_for()
    {
        UsageSubject web = new("ana", "shop", "web", "cli", "anthropic", "m"), app = web with { Project = "app", User = "ben" };
        IReadOnlyList<HourlyUsage> hours = [new(Noon, UsageHour.Empty.Plus([new UsageRow(web, new UsageTotals { Requests = 1 }), new UsageRow(app, new UsageTotals { Requests = 2 })]))];
        Assert.Equal(1, new UsageReport(new UsageFilter(null, "WEB", "shop").Of(hours)).Totals.Requests);
        Assert.Equal(2, new UsageReport(new UsageFilter("ben", "", null).Of(hours)).Totals.Requests);
        Assert.Empty(new UsageFilter("ana", "app", null).Of(hours));
    }

    [Fact]
    public void Hours_survive_the_way_to_a_client_and_back()
    {
        IReadOnlyList<HourlyUsage> hours = [new(UsageRecords.HourOf(Noon), UsageHour.Empty.Plus([Row("a", 10, 4), Row("b", 1, 1)]))];
        HourlyUsage back = Assert.Single(HourlyUsage.Decode(HourlyUsage.Encode(hours).Span));
        Assert.Equal(hours[0].At, back.At);
        Assert.Equal(hours[0].Usage.Rows.Select(row => (row.Subject, row.Totals)), back.Usage.Rows.Select(row => (row.Subject, row.Totals)));
    }

    internal static UsageRow Row(string model, long before, long after) =>
        new(new UsageSubject("ana", "", "web", "claude-cli", "anthropic", model), new UsageTotals { Requests = 1, TokensBefore = before, TokensAfter = after })
        {
            Stages = new Dictionary<string, StageTotals> { ["json:table"] = new(1, before, after) },
            Sizes = new Dictionary<string, long> { [ConversationSize.Of(before)] = 1 },
        };
}
