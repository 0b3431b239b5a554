using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Cli.Perf;
using Headroom.Cli.Terminals;
using Headroom.Context.Usage;

namespace Headroom.Cli.Savings;

/// <summary><c>headroom savings --dedupe</c>: what the sessions of a team had in common, and so was stored and compressed once.</summary>
internal static class Dedupe
{
    private const int BarWidth = 24;

    /// <summary>Reads and writes it.</summary>
    public static async Task<int> RunAsync(UsageSource source, UsageFilter filter, int days, bool isJson, CancellationToken cancellationToken)
    {
        IReadOnlyList<HourlyUsage> hours = await source.ReadAsync(TimeProvider.System.GetUtcNow().AddDays(-days), filter, cancellationToken);
        DedupeFigures figures = DedupeFigures.Of(hours, days);
        if (isJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(figures, DedupeJson.Default.DedupeFigures));
        }
        else
        {
            Write(Console.Out, figures, TerminalText.Output);
        }

        return 0;
    }

    /// <summary>Writes it for a terminal.</summary>
    public static void Write(TextWriter output, DedupeFigures figures, TerminalText text)
    {
        output.WriteLine(text.Bold("Shared between sessions") + text.Dim($"   in the last {figures.Days} days"));
        output.WriteLine();
        if (figures.CompressionsAsked == 0)
        {
            output.WriteLine("  Nothing was brought that could be shared.");
            return;
        }

        Row("Bytes", figures.BytesSharedPercent, $"{TerminalText.Count(figures.BytesBrought)} brought, {TerminalText.Count(figures.BytesStored)} stored");
        Row("Compressions", figures.CompressionsSharedPercent, $"{TerminalText.Count(figures.CompressionsAsked)} asked for, {TerminalText.Count(figures.CompressionsRun)} run");

        void Row(string name, double percent, string what) => output.WriteLine(
            $"  {name,-14} {text.Bar(percent / 100, BarWidth)} {percent.ToString("0.0", CultureInfo.InvariantCulture),5} %  {what}");
    }
}

/// <summary>The source-generated serializer of the figures.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DedupeFigures))]
internal sealed partial class DedupeJson : JsonSerializerContext;
