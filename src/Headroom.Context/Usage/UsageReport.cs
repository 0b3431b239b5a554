namespace Headroom.Context.Usage;

/// <summary>What usage comes to: the figures that <c>headroom perf</c> and <c>headroom savings</c> show.</summary>
public sealed class UsageReport
{
    private const int FewHours = 5;

    /// <summary>Sums up hours.</summary>
    /// <param name="hours">The hours, oldest first.</param>
    public UsageReport(IReadOnlyList<HourlyUsage> hours)
    {
        Hours = hours;
        UsageRow[] rows = [.. hours.SelectMany(hour => hour.Usage.Rows)];
        Totals = Sum(rows.Select(row => row.Totals));
        Models = By(rows, row => row.Subject.Model);
        Clients = By(rows, row => row.Subject.Client);
        Stages = [.. rows.SelectMany(row => row.Stages).GroupBy(stage => stage.Key, stage => stage.Value)
            .Select(same => KeyValuePair.Create(same.Key, same.Aggregate((a, b) => a.Plus(b)))).OrderByDescending(stage => stage.Value.TokensBefore - stage.Value.TokensAfter)];
        Sizes = [.. ConversationSize.Names.Select(name => KeyValuePair.Create(name, rows.Sum(row => row.Sizes.GetValueOrDefault(name))))];
    }

    /// <value>The hours with traffic, oldest first.</value>
    public IReadOnlyList<HourlyUsage> Hours { get; }

    /// <value>Everything.</value>
    public UsageTotals Totals { get; }

    /// <value>By model, the most saved first.</value>
    public IReadOnlyList<KeyValuePair<string, UsageTotals>> Models { get; }

    /// <value>By client, the most saved first.</value>
    public IReadOnlyList<KeyValuePair<string, UsageTotals>> Clients { get; }

    /// <value>By stages, the most saved first.</value>
    public IReadOnlyList<KeyValuePair<string, StageTotals>> Stages { get; }

    /// <value>Requests by their size, from small to large.</value>
    public IReadOnlyList<KeyValuePair<string, long>> Sizes { get; }

    /// <value>The share of the tokens that did not go upstream.</value>
    public double Saved => Share(Totals.TokensSaved, Totals.TokensBefore);

    /// <value>The share of the input that the providers read from their caches.</value>
    public double HitRate => HitRateOf(Totals);

    /// <value>That share in the first hours with traffic.</value>
    public double HitRateOfFirstHours => HitRateOf(SumOf(Hours.Take(FewHours)));

    /// <value>That share in the last hours with traffic.</value>
    public double HitRateOfLastHours => HitRateOf(SumOf(Hours.TakeLast(FewHours)));

    /// <value>Tokens that models wrote in a second of a request.</value>
    public double OutputPerSecond => Totals.LatencyMs == 0 ? 0 : Totals.Output / (Totals.LatencyMs / 1000);

    /// <value>Milliseconds that a request waited for us.</value>
    public double OverheadMs => Totals.Requests == 0 ? 0 : Totals.OverheadMs / Totals.Requests;

    /// <value>Requests in an hour with traffic.</value>
    public double RequestsPerHour => Hours.Count == 0 ? 0 : (double)Totals.Requests / Hours.Count;

    /// <summary>A part of a whole; 0 where there is none.</summary>
    public static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;

    private static double HitRateOf(UsageTotals totals) => Share(totals.CacheRead, totals.CacheRead + totals.CacheWrite + totals.Input);

    private static UsageTotals SumOf(IEnumerable<HourlyUsage> hours) => Sum(hours.SelectMany(hour => hour.Usage.Rows).Select(row => row.Totals));

    private static UsageTotals Sum(IEnumerable<UsageTotals> totals) => totals.Aggregate(new UsageTotals(), (a, b) => a.Plus(b));

    private static KeyValuePair<string, UsageTotals>[] By(UsageRow[] rows, Func<UsageRow, string> name) =>
        [.. rows.GroupBy(name).Select(same => KeyValuePair.Create(same.Key, Sum(same.Select(row => row.Totals)))).OrderByDescending(same => same.Value.TokensSaved)];
}
