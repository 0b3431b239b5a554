using Headroom.Context.Keys;
using Headroom.Context.Sessions;

namespace Headroom.Context.Ports;

/// <summary>
/// The narrow waist: everything above it is the same in one process and in a cluster. Every call is coarse, idempotent and
/// has a deadline.
/// </summary>
public interface IContextFabric
{
    /// <summary>The session under a key; it exists from the first call.</summary>
    ISession Session(SessionKey key);

    /// <summary>The agent, or shared namespace, under a key; it exists from the first call.</summary>
    IAgent Agent(AgentKey key);

    /// <summary>The tenant under an id; it exists from the first call.</summary>
    ITenant Tenant(TenantId tenant);

    /// <value>Takes what tenants use.</value>
    IUsage Usage { get; }

    /// <summary>The content under a key; it exists from the first call.</summary>
    IChunk Chunk(ChunkKey key);
}

/// <summary>One conversation: its lineages, verdicts and insertions. Calls of one session are taken one after the other.</summary>
public interface ISession
{
    /// <summary>Finds the lineage that a request belongs to and what was decided in it.</summary>
    /// <exception cref="StoreUnavailableException">The ledger cannot be read.</exception>
    ValueTask<TurnPlan> PlanAsync(TurnQuery query, CancellationToken cancellationToken);

    /// <summary>Writes down what a turn is about to send. Does not throw when the ledger fails: the result says so.</summary>
    ValueTask<CommitResult> CommitAsync(CommitReceipt receipt, CancellationToken cancellationToken);

    /// <summary>Keeps an insertion.</summary>
    /// <returns>Whether it is durable; if not, it is kept in memory and written as soon as the ledger answers.</returns>
    ValueTask<bool> InsertAsync(Insertion insertion, CancellationToken cancellationToken);
}
