using System.Text.Json.Serialization;
using Headroom.Context.Usage;

namespace Headroom.Cli.Savings;

/// <summary>What was saved: today, in the last days and in all, and by model and client.</summary>
internal sealed record SavingsReport(IReadOnlyList<SavingsPeriod> Periods, IReadOnlyList<SavingsPeriod> ByModel, IReadOnlyList<SavingsPeriod> ByClient)
{
    private const int Week = 7;

    /// <summary>Sums up hours.</summary>
    /// <param name="hours">The hours, oldest first.</param>
    /// <param name="now">Now, in the time zone whose midnight begins a day.</param>
    /// <param name="days">How many days were read.</param>
    /// <param name="prices">What models cost.</param>
    public static SavingsReport Of(IReadOnlyList<HourlyUsage> hours, DateTimeOffset now, int days, ModelPrices prices)
    {
        var midnight = new DateTimeOffset(now.Date, now.Offset);
        UsageRow[] all = Rows(hours, DateTimeOffset.MinValue);
        return new SavingsReport(
            [
                SavingsPeriod.Of("Today", Rows(hours, midnight), prices),
                SavingsPeriod.Of("Last 7 days", Rows(hours, midnight.AddDays(1 - Week)), prices),
                SavingsPeriod.Of(days == SavingsDays.Default ? "All time" : $"Last {days} days", all, prices),
            ],
            By(all, row => row.Subject.Model, prices),
            By(all, row => row.Subject.Client is { Length: > 0 } client ? client : "unknown", prices));
    }

    private static UsageRow[] Rows(IReadOnlyList<HourlyUsage> hours, DateTimeOffset since) =>
        [.. hours.Where(hour => hour.At.AddHours(1) > since).SelectMany(hour => hour.Usage.Rows)];

    private static SavingsPeriod[] By(UsageRow[] rows, Func<UsageRow, string> name, ModelPrices prices) =>
        [.. rows.GroupBy(name).Select(same => SavingsPeriod.Of(same.Key, same, prices)).OrderByDescending(same => same.TokensSaved)];
}

/// <summary>How far back savings go.</summary>
internal static class SavingsDays
{
    /// <value>A year.</value>
    public const int Default = 365;
}

/// <summary>The source-generated serializer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(SavingsReport))]
internal sealed partial class SavingsJson : JsonSerializerContext;
