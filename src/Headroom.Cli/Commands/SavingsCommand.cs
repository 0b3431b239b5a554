using System.CommandLine;
using System.Text.Json;
using Headroom.Cli.Embedded;
using Headroom.Cli.Perf;
using Headroom.Cli.Savings;
using Headroom.Context.Ports;
using Headroom.Context.Usage;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom savings</c>: what was saved, in tokens and dollars.</summary>
internal static class SavingsCommand
{
    private const int MostDays = 3650;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<int> days = new("--days") { Description = "How many days back.", DefaultValueFactory = _ => SavingsDays.Default };
        Option<bool> json = new("--json") { Description = "Print one JSON object." };
        Option<bool> reset = new("--reset") { Description = "Begin anew: what was saved on this machine before is not counted any more." };
        Option<bool> dedupe = new("--dedupe") { Description = "Say what sessions had in common: bytes brought and stored, compressions asked for and run." };
        UsageOptions usage = new();
        Command command = new("savings", "Says what was saved: today, in the last 7 days and in all, by model and by client.") { days, json, reset, dedupe };
        usage.AddTo(command);
        days.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[^1].Value, out int number) && number is < 1 or > MostDays)
            {
                result.AddError($"--days {number}: it is a number from 1 to {MostDays}.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            UsageSource source = usage.Source(parsed);
            try
            {
                if (parsed.GetValue(reset))
                {
                    return await ResetAsync(source, cancellationToken);
                }

                if (parsed.GetValue(dedupe))
                {
                    return await Dedupe.RunAsync(source, usage.Filter(parsed), parsed.GetValue(days), parsed.GetValue(json), cancellationToken);
                }

                DateTimeOffset now = TimeProvider.System.GetLocalNow();
                int back = parsed.GetValue(days);
                IReadOnlyList<HourlyUsage> hours = await source.ReadAsync(now.AddDays(-back), usage.Filter(parsed), cancellationToken);
                SavingsReport report = SavingsReport.Of(hours, now, back, ModelPrices.With(Path.Combine(source.Directory, "prices.json")));
                if (parsed.GetValue(json))
                {
                    Console.Out.WriteLine(JsonSerializer.Serialize(report, SavingsJson.Default.SavingsReport));
                }
                else
                {
                    SavingsTable.Write(Console.Out, report);
                }

                return 0;
            }
            catch (Exception failure) when (failure is StoreUnavailableException or InvalidDataException or IOException or UnauthorizedAccessException)
            {
                return HeadroomCommand.Fail(failure.Message);
            }
        });
        return command;
    }

    private static async Task<int> ResetAsync(UsageSource source, CancellationToken cancellationToken)
    {
        if (source.Gateway is not null)
        {
            return HeadroomCommand.Fail("--reset is for this machine; a gateway's figures are its team's.");
        }

        await using var stores = EmbeddedStores.Open(source.Directory);
        await new UsageRecords(stores.Records, Environment.MachineName).ResetAsync(source.Tenant, cancellationToken);
        Console.Out.WriteLine("The figures of this machine begin anew.");
        return 0;
    }
}
