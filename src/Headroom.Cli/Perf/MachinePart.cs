using System.Globalization;
using Headroom.Cli.Terminals;
using Headroom.Evals.Measuring;
using Headroom.Evals.Workloads;

namespace Headroom.Cli.Perf;

/// <summary>The first part of <c>headroom perf</c>: the built-in workloads on this machine.</summary>
internal static class MachinePart
{
    private const int BarWidth = 20;

    /// <summary>Measures the workloads, one after the other.</summary>
    /// <param name="names">Which ones.</param>
    /// <param name="runs">How many runs are timed.</param>
    /// <param name="measured">Told of each as soon as it is measured.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<IReadOnlyList<WorkloadResult>> MeasureAsync(
        IReadOnlyList<string> names, int runs, Action<WorkloadResult> measured, CancellationToken cancellationToken)
    {
        List<WorkloadResult> results = [];
        using var progress = new ProgressLine(names.Count);
        foreach (string name in names)
        {
            progress.Begin(name);
            Workload workload = BuiltInWorkloads.Make(name);
            WorkloadResult result = await new WorkloadMeasurement(new HeadroomCompressor(), runs).MeasureAsync(workload, cancellationToken);
            results.Add(result);
            progress.Clear();
            measured(result);
        }

        return results;
    }

    /// <summary>Writes the headings of the table.</summary>
    public static void WriteHead(TextWriter output, int runs)
    {
        TerminalText text = TerminalText.Output;
        output.WriteLine(text.Bold("This machine") + text.Dim($"   built-in workloads, balanced profile; ms: median of {runs}"));
        output.WriteLine();
        output.WriteLine(text.Dim($"{"Workload",-25} {"Before",8} → {"After",6}  {"Saved",-BarWidth} {"",7} {"ms",8} {"MB/s",6} {"Needles",8}"));
    }

    /// <summary>Writes the row of a workload.</summary>
    public static void WriteRow(TextWriter output, WorkloadResult result)
    {
        TerminalText text = TerminalText.Output;
        int needles = result.Workload.Needles.Count;
        string kept = $"{needles - result.MissingNeedles.Count}/{needles}";
        output.WriteLine(
            $"{result.Workload.Title,-25} {TerminalText.Count(result.TokensBefore),8} → {TerminalText.Count(result.TokensAfter),6}  {text.Bar(result.Saved, BarWidth)} {TerminalText.Percent(result.Saved),7} "
            + $"{Number(result.Elapsed.TotalMilliseconds),8} {Number(result.MegabytesPerSecond),6} {(result.MissingNeedles.Count == 0 ? kept.PadLeft(8) : text.Red(kept.PadLeft(8)))}");
        foreach (string broken in Broken(result))
        {
            output.WriteLine(text.Red($"{"",25} {broken}"));
        }
    }

    /// <summary>Writes what there is to say of all of them.</summary>
    public static void WriteSum(TextWriter output, IReadOnlyList<WorkloadResult> results)
    {
        TerminalText text = TerminalText.Output;
        long before = results.Sum(result => result.TokensBefore), after = results.Sum(result => result.TokensAfter);
        double seconds = results.Sum(result => result.Elapsed.TotalSeconds), saved = before == 0 ? 0 : 1 - ((double)after / before);
        int needles = results.Sum(result => result.Workload.Needles.Count), missing = results.Sum(result => result.MissingNeedles.Count);
        output.WriteLine(text.Bold(
            $"{"All",-25} {TerminalText.Count(before),8} → {TerminalText.Count(after),6}  {text.Bar(saved, BarWidth)} {TerminalText.Percent(saved),7} "
            + $"{Number(seconds * 1000),8} {Number(results.Sum(result => result.Bytes) / 1e6 / seconds),6} {$"{needles - missing}/{needles}",8}"));
        output.WriteLine();
        output.WriteLine(text.Dim(
            $"{results.Sum(result => result.Originals) - results.Sum(result => result.LostOriginals)} of {results.Sum(result => result.Originals)} originals came back byte for byte. Needles are values planted in the results; kept means readable without a retrieval."));
    }

    /// <summary>What was promised and not kept.</summary>
    public static IEnumerable<string> Broken(WorkloadResult result)
    {
        if (result.Workload.LeastSaved is { } least && result.Saved < least)
        {
            yield return $"saves less than {TerminalText.Percent(least)}";
        }

        foreach (string needle in result.MissingNeedles)
        {
            yield return $"does not show: {needle}";
        }

        if (result.LostOriginals > 0)
        {
            yield return $"{result.LostOriginals} of {result.Originals} originals did not come back";
        }
    }

    private static string Number(double number) => number.ToString(number < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
