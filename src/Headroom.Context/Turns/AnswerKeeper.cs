using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Protocols.Retrieval;

namespace Headroom.Context.Turns;

/// <summary>Keeps where the answer of a turn stands, for requests that go on from it.</summary>
public sealed class AnswerKeeper
{
    /// <summary>More places than this without a commit are not worth their bytes; a history sent whole is compressed anew then.</summary>
    private const int MaxPending = 2048;

    private readonly AnswerDirectory _directory;
    private readonly TenantId _tenant;
    private readonly string _principal;
    private readonly AnswerPlace _request;
    private readonly TurnCounters _counters;
    private readonly Func<CancellationToken, LinkedLimit> _limit;

    internal AnswerKeeper(
        AnswerDirectory directory, TenantId tenant, string principal, AnswerPlace request, TurnCounters counters, Func<CancellationToken, LinkedLimit> limit) =>
        (_directory, _tenant, _principal, _request, _counters, _limit) = (directory, tenant, principal, request, counters, limit);

    /// <summary>Keeps the place of an answer under each of its ids; what is not acknowledged is counted.</summary>
    /// <param name="ids">The ids of its rounds; the last one is the answer's.</param>
    /// <param name="items">What the client saw of it.</param>
    /// <param name="results">Results that upstream waits for, joined by commas.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task KeepAsync(IReadOnlyList<string> ids, IEnumerable<AnswerItem> items, ReadOnlyMemory<byte> results, CancellationToken cancellationToken)
    {
        LineageNode node = _request.Tip;
        List<LineageNode> pending = [.. _request.Pending];
        foreach (AnswerItem item in items)
        {
            pending.Add(node = node.Next(item.Hash.Span));
        }

        bool isTooLong = pending.Count > MaxPending;
        AnswerPlace place = _request with
        {
            LastId = ids[^1],
            From = isTooLong ? node : _request.From,
            Pending = isTooLong ? [] : pending,
            Results = results,
        };
        using LinkedLimit limit = _limit(cancellationToken);
        try
        {
            foreach (string id in ids)
            {
                await _directory.KeepAsync(_tenant, _principal, id, place, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            // A request that goes on from it is then treated as the first that is known of its session.
            _counters.CountInsertionFailure();
        }
    }
}
