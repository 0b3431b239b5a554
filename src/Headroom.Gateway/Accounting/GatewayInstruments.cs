using System.Diagnostics;
using System.Diagnostics.Metrics;
using Headroom.Gateway.Upstreams;

namespace Headroom.Gateway.Accounting;

/// <summary>What the gateway counts for those who watch many of them, on the meter <c>Headroom.Gateway</c>. <see cref="GatewayStats"/> has more, of one.</summary>
internal static class GatewayInstruments
{
    private static readonly Meter Meter = new("Headroom.Gateway");

    private static readonly Counter<long> TokensBefore =
        Meter.CreateCounter<long>("headroom.gateway.tokens.before", "{token}", "Tokens of model calls as clients sent them.");

    private static readonly Counter<long> TokensAfter =
        Meter.CreateCounter<long>("headroom.gateway.tokens.after", "{token}", "Tokens of the same calls as they went upstream.");

    private static readonly Counter<long> TokensCached =
        Meter.CreateCounter<long>("headroom.gateway.tokens.cached", "{token}", "Tokens that providers read from their caches.");

    private static readonly Counter<long> RetrievalRounds =
        Meter.CreateCounter<long>("headroom.gateway.retrievals", "{round}", "Rounds in which a model was given back what it asked for.");

    private static readonly Histogram<double> Overhead =
        Meter.CreateHistogram<double>("headroom.gateway.overhead", "s", "Time from a model call's arrival until it was sent on.");

    /// <value>Requests that were sent once more.</value>
    public static Counter<long> Retries { get; } =
        Meter.CreateCounter<long>("headroom.gateway.retries", "{request}", "Requests sent once more because their provider had not taken them.");

    /// <summary>Counts a turn of a model.</summary>
    public static void Count(TurnRecord turn)
    {
        TagList provider = new() { { "headroom.provider", turn.Provider.ToName() } };
        TokensBefore.Add(turn.Figures.TokensBefore, provider);
        TokensAfter.Add(turn.Figures.TokensAfter, provider);
        TokensCached.Add(turn.Usage.CacheRead ?? 0, provider);
        RetrievalRounds.Add(turn.RetrievalRounds, provider);
        Overhead.Record(turn.Overhead.TotalSeconds, provider);
    }
}
