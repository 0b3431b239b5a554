using Headroom.Gateway.Upstreams;
using Headroom.Context.Caches;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Turns;
using Headroom.Context.Usage;
using Headroom.Gateway.Access;
using Headroom.Gateway.Accounting;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Own;

/// <summary><c>GET /stats</c>: what was measured since the start, and what the tenant's sessions shared in the last days; a figure that is not measured is not there.</summary>
internal sealed class StatsEndpoint(
    GatewayStats stats, TurnPipeline pipeline, IContentStore contents, UsageRecords usage, UsageRecorder recorder, TimeProvider time)
{
    /// <summary>Handles one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        StatsSnapshot now = stats.Snapshot();
        TenantId tenant = CallerAccess.Of(context).Tenant;
        ContentTotals? totals = null;
        DedupeFigures? dedupe = null;
        try
        {
            totals = await contents.TotalsAsync(tenant, context.RequestAborted).ConfigureAwait(false);
            await recorder.WriteAsync().ConfigureAwait(false);
            DateTimeOffset since = time.GetUtcNow().AddDays(-DedupeFigures.DefaultDays);
            dedupe = DedupeFigures.Of(await usage.ReadAsync(tenant, since, context.RequestAborted).ConfigureAwait(false), DedupeFigures.DefaultDays);
        }
        catch (StoreUnavailableException)
        {
            // The store's figures are left out; the degradations below say that it is down.
        }

        TurnCounters counters = pipeline.Counters;
        long saved = now.TokensBefore - now.TokensAfter;
        var answer = new StatsAnswer(
            new RequestStats(now.Requests, 0, now.Failed, now.Oversize, now.Retries, now.ByProvider, now.ByModel),
            new TokenStats(now.TokensBefore, now.TokensAfter, saved, Percent(saved, now.TokensBefore), now.TokensOutput, now.TokensCached),
            now.ByTransform,
            Times(now.Overhead),
            Times(now.Latency),
            totals is null ? null : new StoreStats(totals.Entries, totals.Bytes, totals.StoredBytes, totals.Retrievals),
            dedupe,
            new RetrievalStats(now.RetrievalRounds, now.RetrievedTokens),
            new CacheStats(ByCause(pipeline.Prefixes.Drifts), ByCause(pipeline.Prefixes.Misses), now.TokensCached, now.TokensCacheWritten, counters.ColdStarts),
            new DegradationStats(
                counters.Degraded, counters.StoreFailures, counters.CommitFailures, counters.Deadlines, counters.PrefixChanged, counters.Bypassed,
                counters.Unlocated, counters.CompressorDefects, counters.AlteredAnchors, counters.InsertionFailures),
            [.. now.Recent.Select(Recent)]);
        await OwnAnswers.WriteAsync(context, 200, answer, OwnJson.Readable.StatsAnswer).ConfigureAwait(false);
    }

    private static Dictionary<string, long> ByCause(IReadOnlyDictionary<PrefixDrift, long> counts) =>
        counts.ToDictionary(count => count.Key.ToString().ToLowerInvariant(), count => count.Value);

    private static double Percent(long part, long whole) => whole == 0 ? 0 : Math.Round(100.0 * part / whole, 1);

    private static TimeStats Times(Spread spread) => spread.Count == 0
        ? new TimeStats(0, 0, 0)
        : new TimeStats(Math.Round(spread.Average, 2), Math.Round(spread.Min, 2), Math.Round(spread.Max, 2));

    private static RecentStats Recent(RecentRequest recent)
    {
        TurnRecord turn = recent.Turn;
        return new RecentStats(
            recent.At, turn.Provider.ToName(), turn.Model, turn.Status, turn.Figures.TokensBefore, turn.Figures.TokensAfter,
            turn.Figures.TokensSaved, Percent(turn.Figures.TokensSaved, turn.Figures.TokensBefore), turn.Figures.IsEstimate, turn.Usage.Output,
            Math.Round(turn.Overhead.TotalMilliseconds, 2), Math.Round(turn.Latency.TotalMilliseconds, 2), turn.Figures.Transforms);
    }
}

/// <summary>What <c>GET /stats</c> answers.</summary>
internal sealed record StatsAnswer(
    RequestStats Requests, TokenStats Tokens, IReadOnlyDictionary<string, long> CompressionsByStrategy, TimeStats Overhead, TimeStats Latency,
    StoreStats? Store, DedupeFigures? Dedupe, RetrievalStats Retrieval, CacheStats PrefixCache, DegradationStats Degradations, IReadOnlyList<RecentStats> RecentRequests);

/// <summary>Requests since the start.</summary>
internal sealed record RequestStats(
    long Total, long Cached, long Failed, long Oversize, long Retried, IReadOnlyDictionary<string, long> ByProvider, IReadOnlyDictionary<string, long> ByModel);

/// <summary>Tokens since the start; saved is net of markers and our tool.</summary>
internal sealed record TokenStats(long TotalBeforeCompression, long Input, long Saved, double SavingsPercent, long Output, long CachedByProvider);

/// <summary>Milliseconds.</summary>
internal sealed record TimeStats(double AverageMs, double MinMs, double MaxMs);

/// <summary>What is stored.</summary>
internal sealed record StoreStats(long Entries, long Bytes, long StoredBytes, long Retrievals);

/// <summary>Retrievals that models asked for.</summary>
internal sealed record RetrievalStats(long Rounds, long Tokens);

/// <summary>The providers' prompt caches: what clients did to them, and tokens read and written.</summary>
internal sealed record CacheStats(
    IReadOnlyDictionary<string, long> DriftsByCause, IReadOnlyDictionary<string, long> MissesByCause, long TokensRead, long TokensWritten, long ColdStarts);

/// <summary>What did not go as it should, and how often.</summary>
internal sealed record DegradationStats(
    long Degraded, long StoreFailures, long CommitFailures, long Deadlines, long PrefixChanged, long Bypassed, long Unlocated, long CompressorDefects,
    long AlteredAnchors, long InsertionFailures);

/// <summary>One recent turn.</summary>
internal sealed record RecentStats(
    DateTimeOffset Timestamp, string Provider, string Model, int Status, long InputTokensOriginal, long InputTokensOptimized, long TokensSaved,
    double SavingsPercent, bool IsEstimate, long? OutputTokens, double OptimizationLatencyMs, double TotalLatencyMs, IReadOnlyList<string> TransformsApplied);
