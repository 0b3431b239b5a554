using System.Globalization;

namespace Headroom.Context.Usage;

/// <summary>What the figures recommend. Each piece of advice names the count that it follows from.</summary>
public static class UsageAdvice
{
    private const int FewRequests = 20;

    /// <summary>The advice; none where all is well or too little is known.</summary>
    public static IReadOnlyList<string> For(UsageReport report)
    {
        UsageTotals totals = report.Totals;
        if (totals.Requests < FewRequests)
        {
            return [];
        }

        long blocks = totals.BlocksCompressed + totals.BlocksExcluded + totals.BlocksUnchanged + totals.BlocksSkipped;
        return [.. new (bool IsDue, string Text)[]
        {
            (totals.Degraded > 0, Say($"{totals.Degraded} of {totals.Requests} requests went upstream as they came because something of ours failed: see 'headroom doctor', and the degradations in /stats.")),
            (IsAbove(totals.Failed, totals.Requests, 0.05), Say($"{totals.Failed} of {totals.Requests} requests failed at their provider.")),
            (IsAbove(totals.Bypassed, totals.Requests, 0.2), Say($"{totals.Bypassed} of {totals.Requests} requests asked to be left alone or were not understood.")),
            (IsAbove(totals.Unstable, totals.Requests, 0.1), Say($"{totals.Unstable} of {totals.Requests} requests did not begin as the one before, so that the provider's cache missed: 'headroom proxy --stabilize' mends what can be mended; the causes are in /stats.")),
            (totals.CacheRead + totals.CacheWrite > 0 && report.HitRate < 0.5, Say($"Only {report.HitRate:P0} of the input was read from the providers' caches.")),
            (IsAbove(totals.SlowRequests, totals.Requests, 0.01), Say($"{totals.SlowRequests} of {totals.Requests} requests waited more than 500 ms for us: the machine is too busy, or the store too slow.")),
            (IsAbove(totals.BlocksSkipped, blocks, 0.05), Say($"{totals.BlocksSkipped} of {blocks} new blocks were not done in time or could not be stored.")),
            (IsAbove(totals.BlocksExcluded, blocks, 0.6), Say($"{totals.BlocksExcluded} of {blocks} new blocks are left alone by rule, mostly files that were read: for an agent that only reads, '--tool-profile Read=aggressive' shortens them.")),
            (IsAbove(totals.RetrievedTokens, totals.TokensSaved, 0.25), Say($"Models fetched {totals.RetrievedTokens} tokens back, and {totals.TokensSaved} were saved: '--tool-profile TOOL=conservative' leaves nothing out of the results that they ask for again.")),
        }.Where(advice => advice.IsDue).Select(advice => advice.Text)];
    }

    private static bool IsAbove(long part, long whole, double share) => part > 0 && part > whole * share;

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
