using Headroom.Context.Usage;

namespace Headroom.Context.Tests.Usage;

/// <summary>What the figures come to, and what they recommend.</summary>
public sealed class UsageReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 20, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("24h", 1)]
    [InlineData("7d", 7)]
    [InlineData("2026-05-01", 3.5139)]
    public void A_period_is_hours_days_or_a_date(string text, double days)
    {
        Assert.True(UsagePeriod.TryParse(text, Now, out DateTimeOffset since));
        Assert.Equal(days, (Now - since).TotalDays, 3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("7w")]
    [InlineData("99999999d")]
    [InlineData("2026-13-01")]
    public void Anything_else_is_no_period(string text) => Assert.False(UsagePeriod.TryParse(text, Now, out _));

    [Fact]
    public void Models_are_in_the_order_of_what_they_saved()
    {
        UsageReport report = Of(new UsageTotals(), UsageRecordsTests.Row("little", 100, 90), UsageRecordsTests.Row("much", 1000, 100));
        Assert.Equal(["much", "little", ""], report.Models.Select(model => model.Key));
        Assert.Equal(1 - (190.0 / 1100), report.Saved, 6);
    }

    [Fact]
    public void The_hit_rate_is_of_all_input_and_told_for_the_first_and_the_last_hours()
    {
        IReadOnlyList<HourlyUsage> hours = [.. Enumerable.Range(0, 20).Select(i => new HourlyUsage(Now.AddHours(i), UsageHour.Empty.Plus(
            [new UsageRow(UsageSubject.Other, new UsageTotals { Input = 25, CacheWrite = i < 10 ? 75 : 0, CacheRead = i < 10 ? 0 : 75 })])))];
        UsageReport report = new(hours);
        Assert.Equal((0, 0.75, 0.375), (report.HitRateOfFirstHours, report.HitRateOfLastHours, report.HitRate));
    }

    [Fact]
    public void Few_requests_recommend_nothing() => Assert.Empty(UsageAdvice.For(Of(new UsageTotals { Requests = 5, Degraded = 5 })));

    [Fact]
    public void All_well_recommends_nothing() => Assert.Empty(UsageAdvice.For(Of(new UsageTotals { Requests = 500, TokensBefore = 9000, TokensAfter = 900, CacheRead = 800, Input = 100, BlocksCompressed = 30 })));

    [Fact]
    public void Every_recommendation_names_its_count()
    {
        UsageTotals bad = new()
        {
            Requests = 1000, Degraded = 11, Failed = 222, Bypassed = 333, Unstable = 444, SlowRequests = 55, CacheRead = 1, Input = 9, BlocksExcluded = 660, BlocksSkipped = 77, BlocksCompressed = 1,
            TokensBefore = 100, RetrievedTokens = 99,
        };
        IReadOnlyList<string> advice = UsageAdvice.For(Of(bad));
        Assert.Equal(9, advice.Count);
        Assert.All((string[])["11", "222", "333", "444", "55", "10 %", "660", "77", "99"], count => Assert.Contains(advice, text => text.Contains(count, StringComparison.Ordinal)));
    }

    private static UsageReport Of(UsageTotals totals, params UsageRow[] more) =>
        new([new HourlyUsage(Now, UsageHour.Empty.Plus([new UsageRow(new UsageSubject("", "", "", "", "", ""), totals), .. more]))]);
}
