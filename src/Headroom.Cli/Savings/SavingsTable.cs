using System.Globalization;
using Headroom.Cli.Terminals;

namespace Headroom.Cli.Savings;

/// <summary>Writes savings for a terminal.</summary>
internal static class SavingsTable
{
    private const int BarWidth = 24;
    private const int MaxRows = 12;

    /// <summary>Writes the bars and what they are made of.</summary>
    public static void Write(TextWriter output, SavingsReport report)
    {
        TerminalText text = TerminalText.Output;
        output.WriteLine(text.Bold("Saved with Headroom") + text.Dim("   tokens that did not go upstream, less those that models fetched back"));
        output.WriteLine();
        foreach (SavingsPeriod period in report.Periods)
        {
            Row(output, period, period.Requests == 0 ? text.Dim("no requests") : $"{text.Bar(period.Share, BarWidth)} {TerminalText.Percent(period.Share),7}");
        }

        if (report.Periods[^1].Requests == 0)
        {
            output.WriteLine();
            output.WriteLine("'headroom wrap claude' sends an agent's requests through the proxy of this machine.");
            return;
        }

        Split(output, "By model", report.ByModel);
        Split(output, "By client", report.ByClient);
        output.WriteLine();
        output.WriteLine(text.Dim("Dollars at list prices, as the rest of the input was charged: cached where the provider's cache held it."));
        if (report.Periods[^1].UnpricedTokens != 0)
        {
            output.WriteLine(text.Dim($"{TerminalText.Count(report.Periods[^1].UnpricedTokens)} of the tokens are of models without a known price; prices.json in the data directory can name them."));
        }
    }

    private static void Split(TextWriter output, string title, IReadOnlyList<SavingsPeriod> parts)
    {
        TerminalText text = TerminalText.Output;
        long most = Math.Max(1, parts.Max(part => part.TokensSaved));
        output.WriteLine();
        output.WriteLine(text.Bold(title));
        foreach (SavingsPeriod part in parts.Take(MaxRows))
        {
            Row(output, part, $"{text.Bar((double)part.TokensSaved / most, BarWidth)} {TerminalText.Percent(part.Share),7}");
        }
    }

    private static void Row(TextWriter output, SavingsPeriod part, string bar)
    {
        bool isPriced = part.Dollars != 0 || part.UnpricedTokens == 0;
        string dollars = isPriced ? "≈ $" + part.Dollars.ToString(Math.Abs(part.Dollars) < 1 ? "0.0000" : "N2", CultureInfo.InvariantCulture) : "-";
        output.WriteLine(part.Requests == 0 ? $"  {part.Name,-26} {bar}" : $"  {part.Name,-26} {bar} {TerminalText.Count(part.TokensSaved),14} tokens {dollars,12}");
    }
}
