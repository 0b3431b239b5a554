using Headroom.Context.Caches;
using Headroom.Context.Chunks;
using Headroom.Context.Keys;
using Headroom.Context.Turns;
using Headroom.Context.Usage;

namespace Headroom.Gateway.Accounting;

/// <summary>Step 12: counts a turn in the figures of the process, and in what its tenant has used, which is kept.</summary>
internal sealed class TurnAccounts(GatewayStats stats, UsageRecorder usage)
{
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(500);

    /// <summary>Counts a turn that has ended.</summary>
    /// <param name="tenant">Whose it was.</param>
    /// <param name="subject">Whom it is accounted to, but for the model.</param>
    /// <param name="requests">How it was treated: one request, or those of a batch.</param>
    /// <param name="turn">What was measured.</param>
    public void Count(TenantId tenant, UsageSubject subject, IReadOnlyList<PreparedTurn> requests, TurnRecord turn)
    {
        stats.CountTurn(turn);
        TurnRouting routing = requests.Count > 0 ? requests[0].Routing : TurnRouting.None;
        for (int i = 1; i < requests.Count; i++)
        {
            routing = routing.Plus(requests[i].Routing);
        }

        usage.Add(tenant, new UsageRow(subject with { Model = turn.Model }, Totals(turn, requests, routing))
        {
            Stages = routing.Stages,
            Sizes = ConversationSize.One(turn.Figures.TokensBefore),
        });
    }

    /// <summary>Counts what turns shared with others of their tenant, when that is known: also of those whose upstream failed.</summary>
    /// <param name="tenant">Whose they were.</param>
    /// <param name="subject">Whom they are accounted to.</param>
    /// <param name="requests">The turns.</param>
    public void CountSharing(TenantId tenant, UsageSubject subject, IReadOnlyList<PreparedTurn> requests)
    {
        foreach (PreparedTurn request in requests)
        {
            _ = CountSharingAsync(tenant, subject, request.Sharing);
        }
    }

    private async Task CountSharingAsync(TenantId tenant, UsageSubject subject, Task<SharedFigures> sharing)
    {
        SharedFigures shared = await sharing.ConfigureAwait(false);
        if (shared != default)
        {
            usage.Add(tenant, new UsageRow(subject, new UsageTotals
            {
                CompressionsAsked = shared.CompressionsAsked,
                CompressionsRun = shared.CompressionsRun,
                BytesBrought = shared.BytesBrought,
                BytesStored = shared.BytesStored,
            }));
        }
    }

    private static UsageTotals Totals(TurnRecord turn, IReadOnlyList<PreparedTurn> requests, TurnRouting routing) => new()
    {
        Requests = 1,
        Failed = turn.Status >= 500 ? 1 : 0,
        Bypassed = Has(requests, TurnTreatment.Bypassed) || Has(requests, TurnTreatment.Unlocated) ? 1 : 0,
        Degraded = Has(requests, TurnTreatment.Degraded) ? 1 : 0,
        Estimated = turn.Figures.IsEstimate ? 1 : 0,
        TokensBefore = turn.Figures.TokensBefore,
        TokensAfter = turn.Figures.TokensAfter,
        Input = turn.Usage.Input ?? 0,
        CacheRead = turn.Usage.CacheRead ?? 0,
        CacheWrite = turn.Usage.CacheWrite ?? 0,
        Output = turn.Usage.Output ?? 0,
        RetrievalRounds = turn.RetrievalRounds,
        RetrievedTokens = turn.RetrievedTokens,
        Unstable = requests.Any(request => request.Sight is { Drift: not PrefixDrift.None }) ? 1 : 0,
        Messages = requests.Sum(request => request.Map?.Messages.Count ?? 0),
        OverheadMs = Math.Round(turn.Overhead.TotalMilliseconds, 3),
        LongestOverheadMs = Math.Round(turn.Overhead.TotalMilliseconds, 3),
        SlowRequests = turn.Overhead > Slow ? 1 : 0,
        LatencyMs = Math.Round(turn.Latency.TotalMilliseconds, 3),
        BlocksCompressed = routing.Compressed,
        BlocksReplayed = routing.Replayed,
        BlocksExcluded = routing.Excluded,
        BlocksUnchanged = routing.Unchanged,
        BlocksSkipped = routing.Skipped,
    };

    private static bool Has(IReadOnlyList<PreparedTurn> requests, TurnTreatment treatment) => requests.Any(request => request.Treatment == treatment);
}
