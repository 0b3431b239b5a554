using System.CommandLine;
using System.Text.Json;
using Headroom.Cli.Perf;
using Headroom.Context.Ports;
using Headroom.Context.Usage;
using Headroom.Evals.Measuring;
using Headroom.Evals.Workloads;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom perf</c>: what compression saves, on built-in workloads and on your own traffic.</summary>
internal static class PerfCommand
{
    private const string Text = "text";
    private const string Json = "json";
    private const string Csv = "csv";
    private const string Machine = "machine";
    private const string Traffic = "traffic";

    /// <summary>Makes the command. Its exit code is 1 where a workload does not keep what is promised of it.</summary>
    public static Command Create()
    {
        Argument<string[]> names = new("WORKLOAD") { Description = $"Only these of the built-in workloads: {string.Join(", ", BuiltInWorkloads.Names)}. Leaves your traffic out.", Arity = ArgumentArity.ZeroOrMore };
        names.AcceptOnlyFromAmong([.. BuiltInWorkloads.Names]);
        Option<int> runs = new("--runs") { Description = "How many runs of each workload are timed, after one that is not.", DefaultValueFactory = _ => 5 };
        Option<string?> only = new("--only") { Description = $"Only one part: {Machine} or {Traffic}." };
        Option<string> since = new("--since") { Description = "Since when: hours or days such as 24h or 7d, or a date such as 2026-11-01.", DefaultValueFactory = _ => UsagePeriod.Default };
        Option<string> format = new("--format") { Description = $"{Text}, {Json} or {Csv}.", DefaultValueFactory = _ => Text };
        Option<bool> json = new("--json") { Description = $"The same as --format {Json}." };
        UsageOptions usage = new();
        only.AcceptOnlyFromAmong(Machine, Traffic);
        format.AcceptOnlyFromAmong(Text, Json, Csv);
        Command command = new("perf", "Measures compression: built-in workloads on this machine, and your own traffic.") { names, runs, only, since, format, json };
        usage.AddTo(command);
        runs.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[^1].Value, out int number) && number is < 1 or > 1000)
            {
                result.AddError($"--runs {number}: it is a number from 1 to 1000.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            if (!UsagePeriod.TryParse(parsed.GetValue(since)!, now, out DateTimeOffset from))
            {
                return HeadroomCommand.Fail($"--since {parsed.GetValue(since)}: {UsagePeriod.Syntax}");
            }

            string[] named = parsed.GetValue(names) ?? [];
            string? part = named.Length > 0 ? Machine : parsed.GetValue(only);
            string shape = parsed.GetValue(json) ? Json : parsed.GetValue(format)!;
            try
            {
                IReadOnlyList<WorkloadResult>? results = part == Traffic ? null
                    : await MeasureAsync(named.Length > 0 ? named : BuiltInWorkloads.Names, parsed.GetValue(runs), shape == Text, cancellationToken);
                UsageSource source = usage.Source(parsed);
                UsageReport? report = part == Machine ? null : new UsageReport(await source.ReadAsync(from, usage.Filter(parsed), cancellationToken));
                if (shape == Text)
                {
                    if (report is not null)
                    {
                        TrafficPart.Write(Console.Out, report, parsed.GetValue(since)!, source.Name);
                    }
                }
                else
                {
                    Write(shape, new PerfAnswer(
                        HeadroomVersion.Text, results is null ? null : MachineFigures.Of(parsed.GetValue(runs), results), report is null ? null : TrafficFigures.Of(source.Name, from, report)));
                }

                return results is null || results.All(result => result.IsKept) ? 0 : 1;
            }
            catch (StoreUnavailableException unavailable)
            {
                return HeadroomCommand.Fail($"your traffic cannot be read: {unavailable.Message}");
            }
        });
        return command;
    }

    private static async Task<IReadOnlyList<WorkloadResult>> MeasureAsync(IReadOnlyList<string> names, int runs, bool isTold, CancellationToken cancellationToken)
    {
        if (!isTold)
        {
            return await MachinePart.MeasureAsync(names, runs, _ => { }, cancellationToken);
        }

        MachinePart.WriteHead(Console.Out, runs);
        IReadOnlyList<WorkloadResult> results = await MachinePart.MeasureAsync(names, runs, result => MachinePart.WriteRow(Console.Out, result), cancellationToken);
        MachinePart.WriteSum(Console.Out, results);
        Console.Out.WriteLine();
        return results;
    }

    private static void Write(string shape, PerfAnswer answer)
    {
        if (shape == Csv)
        {
            PerfCsv.Write(Console.Out, answer);
        }
        else
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(answer, PerfJson.Readable.PerfAnswer));
        }
    }
}
