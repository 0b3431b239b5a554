using System.Globalization;
using Headroom.Cli.Terminals;
using Headroom.Context.Usage;

namespace Headroom.Cli.Perf;

/// <summary>The second part of <c>headroom perf</c>: what went through the gateway.</summary>
internal static class TrafficPart
{
    private const int BarWidth = 20;
    private const int MaxRows = 12;

    private static TerminalText Text => TerminalText.Output;

    /// <summary>Writes the sections.</summary>
    public static void Write(TextWriter output, UsageReport report, string since, string source)
    {
        output.WriteLine(Text.Bold("Your traffic") + Text.Dim($"   since {since}; {source}"));
        output.WriteLine();
        UsageTotals all = report.Totals;
        if (all.Requests == 0)
        {
            output.WriteLine("No request was accounted for in this time. 'headroom wrap claude' sends an agent's through the proxy of this machine.");
            return;
        }

        Line(output, "Window", $"{Moment(report.Hours[0].At)} to {Moment(report.Hours[^1].At.AddHours(1))}, {TerminalText.Count(report.Hours.Count)} hours with traffic");
        Line(output, "Requests", $"{TerminalText.Count(all.Requests)}{Besides(all)}");
        Line(output, "Tokens", $"{TerminalText.Count(all.TokensBefore)} → {TerminalText.Count(all.TokensAfter)}  {Text.Bar(report.Saved, BarWidth)} {TerminalText.Percent(report.Saved)}{(all.Estimated > 0 ? Text.Dim("  estimated where a model has no public tokenizer") : "")}");
        Line(output, "Saved", $"{TerminalText.Count(all.TokensSaved)} tokens, markers and our tool counted");
        Line(output, "Fetched back", $"{TerminalText.Count(all.RetrievedTokens)} tokens in {TerminalText.Count(all.RetrievalRounds)} rounds");

        Head(output, "Models", $"{"requests",10} {"before",12} → {"after",12} {"saved",8} {"output",10}");
        foreach ((string model, UsageTotals totals) in report.Models.Take(MaxRows))
        {
            Line(output, model, $"{TerminalText.Count(totals.Requests),10} {TerminalText.Count(totals.TokensBefore),12} → {TerminalText.Count(totals.TokensAfter),12} {Saved(totals),8} {TerminalText.Count(totals.Output),10}");
        }

        Head(output, "Providers' caches", "");
        Line(output, "Read", $"{TerminalText.Count(all.CacheRead)} tokens  {Text.Bar(report.HitRate, BarWidth)} {TerminalText.Percent(report.HitRate)} of the input");
        Line(output, "Written", $"{TerminalText.Count(all.CacheWrite)} tokens; {TerminalText.Count(all.Input)} neither");
        Line(output, "First 5 hours", $"{TerminalText.Percent(report.HitRateOfFirstHours)}; last 5 hours {TerminalText.Percent(report.HitRateOfLastHours)}");
        Line(output, "Unstable", $"{TerminalText.Count(all.Unstable)} requests did not begin as the one before");

        Head(output, "Overhead", "");
        Line(output, "Per request", $"{Milliseconds(report.OverheadMs)} on average, {Milliseconds(all.LongestOverheadMs)} at most, {TerminalText.Count(all.SlowRequests)} above 500 ms");

        Head(output, "Throughput", "");
        Line(output, "Requests", $"{report.RequestsPerHour.ToString("0.0", CultureInfo.InvariantCulture)} in an hour with traffic; {report.OutputPerSecond.ToString("0.0", CultureInfo.InvariantCulture)} tokens written in a second of a request");

        Head(output, "Size of conversations", "tokens as the client sent them");
        foreach ((string size, long requests) in report.Sizes)
        {
            double share = UsageReport.Share(requests, all.Requests);
            Line(output, size, $"{TerminalText.Count(requests),10} {Text.Bar(share, BarWidth)} {TerminalText.Percent(share),8}");
        }

        Line(output, "Messages", $"{UsageReport.Share(all.Messages, all.Requests).ToString("0.0", CultureInfo.InvariantCulture)} in a request");
        WriteStages(output, report);
        WriteRouting(output, all);
        IReadOnlyList<string> advice = UsageAdvice.For(report);
        if (advice.Count > 0)
        {
            Head(output, "Recommendations", "");
            foreach (string piece in advice)
            {
                output.WriteLine($"  → {piece}");
            }
        }
    }

    private static void WriteStages(TextWriter output, UsageReport report)
    {
        if (report.Stages.Count == 0)
        {
            return;
        }

        Head(output, "Stages", $"{"blocks",10} {"before",12} → {"after",12} {"saved",8}");
        foreach ((string stages, StageTotals totals) in report.Stages.Take(MaxRows))
        {
            Line(output, stages, $"{TerminalText.Count(totals.Blocks),10} {TerminalText.Count(totals.TokensBefore),12} → {TerminalText.Count(totals.TokensAfter),12} {TerminalText.Percent(UsageReport.Share(totals.TokensBefore - totals.TokensAfter, totals.TokensBefore)),8}");
        }
    }

    private static void WriteRouting(TextWriter output, UsageTotals all)
    {
        Head(output, "Blocks", "");
        foreach ((string name, long count, string meaning) in ((string, long, string)[])
        [
            ("Compressed", all.BlocksCompressed, "when they first came"),
            ("Replayed", all.BlocksReplayed, "came again and went as decided before"),
            ("Excluded", all.BlocksExcluded, "left alone by rule: short, read from a file, the tool's choice"),
            ("Unchanged", all.BlocksUnchanged, "no form has fewer tokens"),
            ("Skipped", all.BlocksSkipped, "not done in time, or not stored"),
        ])
        {
            Line(output, name, $"{TerminalText.Count(count),10}  {Text.Dim(meaning)}");
        }
    }

    private static string Besides(UsageTotals all)
    {
        string[] parts =
        [
            .. new[] { (all.Failed, "failed"), (all.Bypassed, "left alone"), (all.Degraded, "degraded") }.Where(part => part.Item1 > 0).Select(part => $"{TerminalText.Count(part.Item1)} {part.Item2}"),
        ];
        return parts.Length == 0 ? "" : $", of which {string.Join(", ", parts)}";
    }

    private static string Saved(UsageTotals totals) => TerminalText.Percent(UsageReport.Share(totals.TokensSaved, totals.TokensBefore));

    private static string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string Milliseconds(double milliseconds) => milliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms";

    private static void Head(TextWriter output, string title, string columns)
    {
        output.WriteLine();
        output.WriteLine(columns.Length == 0 ? Text.Bold(title) : Text.Bold($"{title,-28} ") + Text.Dim(columns));
    }

    private static void Line(TextWriter output, string name, string text) => output.WriteLine($"  {name,-26} {text}");
}
