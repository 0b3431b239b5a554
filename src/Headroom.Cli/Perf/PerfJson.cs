using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Context.Usage;
using Headroom.Evals.Measuring;

namespace Headroom.Cli.Perf;

/// <summary>What <c>headroom perf --json</c> prints; a part that was not asked for is <c>null</c>.</summary>
internal sealed record PerfAnswer(string Version, MachineFigures? Machine, TrafficFigures? Traffic);

/// <summary>The built-in workloads.</summary>
internal sealed record MachineFigures(int Runs, bool IsKept, IReadOnlyList<WorkloadFigures> Workloads)
{
    public static MachineFigures Of(int runs, IReadOnlyList<WorkloadResult> results) => new(runs, results.All(result => result.IsKept), [.. results.Select(WorkloadFigures.Of)]);
}

/// <summary>One of them.</summary>
internal sealed record WorkloadFigures(
    string Name, string Title, long TokensBefore, long TokensAfter, double SavedPercent, double? LeastSavedPercent, double Ms, double MegabytesPerSecond,
    int Needles, IReadOnlyList<string> MissingNeedles, int Originals, int LostOriginals)
{
    public static WorkloadFigures Of(WorkloadResult result) => new(
        result.Workload.Name, result.Workload.Title, result.TokensBefore, result.TokensAfter, Rounded(100 * result.Saved), result.Workload.LeastSaved is { } least ? Rounded(100 * least) : null,
        Rounded(result.Elapsed.TotalMilliseconds), Rounded(result.MegabytesPerSecond), result.Workload.Needles.Count, result.MissingNeedles, result.Originals, result.LostOriginals);

    private static double Rounded(double number) => Math.Round(number, 2);
}

/// <summary>What went through the gateway.</summary>
internal sealed record TrafficFigures(
    string Source, DateTimeOffset Since, DateTimeOffset? FirstHour, DateTimeOffset? LastHour, int HoursWithTraffic, UsageTotals Totals, double SavedPercent,
    IReadOnlyDictionary<string, UsageTotals> ByModel, IReadOnlyDictionary<string, UsageTotals> ByClient, double CacheHitPercent, double CacheHitPercentOfFirstHours, double CacheHitPercentOfLastHours,
    double OverheadMsPerRequest, double RequestsPerHour, double OutputTokensPerSecond, IReadOnlyDictionary<string, long> BySize, IReadOnlyDictionary<string, StageTotals> ByStages, IReadOnlyList<string> Recommendations)
{
    public static TrafficFigures Of(string source, DateTimeOffset since, UsageReport report) => new(
        source, since, report.Hours.Count == 0 ? null : report.Hours[0].At, report.Hours.Count == 0 ? null : report.Hours[^1].At, report.Hours.Count, report.Totals, Percent(report.Saved),
        new Dictionary<string, UsageTotals>(report.Models), new Dictionary<string, UsageTotals>(report.Clients), Percent(report.HitRate), Percent(report.HitRateOfFirstHours), Percent(report.HitRateOfLastHours),
        Math.Round(report.OverheadMs, 3), Math.Round(report.RequestsPerHour, 2), Math.Round(report.OutputPerSecond, 2), new Dictionary<string, long>(report.Sizes), new Dictionary<string, StageTotals>(report.Stages),
        UsageAdvice.For(report));

    private static double Percent(double share) => Math.Round(100 * share, 2);
}

/// <summary>The source-generated serializer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(PerfAnswer))]
internal sealed partial class PerfJson : JsonSerializerContext
{
    /// <summary>For people too: quotation marks and other scripts are written as they are.</summary>
    public static PerfJson Readable => field ??= new PerfJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
