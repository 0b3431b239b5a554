using Headroom.Context.Ports;
using Headroom.Context.Sessions;

namespace Headroom.Context.Turns;

/// <summary>A session whose insertions that are not durable are counted, and never break off an answer.</summary>
internal sealed class CountedSession(ISession session, TurnCounters counters) : ISession
{
    public ValueTask<TurnPlan> PlanAsync(TurnQuery query, CancellationToken cancellationToken) => session.PlanAsync(query, cancellationToken);

    public ValueTask<CommitResult> CommitAsync(CommitReceipt receipt, CancellationToken cancellationToken) => session.CommitAsync(receipt, cancellationToken);

    public async ValueTask<bool> InsertAsync(Insertion insertion, CancellationToken cancellationToken)
    {
        bool isDurable = false;
        try
        {
            isDurable = await session.InsertAsync(insertion, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // The session takes no more calls; later turns go without the round.
        }

        if (!isDurable)
        {
            counters.CountInsertionFailure();
        }

        return isDurable;
    }
}
