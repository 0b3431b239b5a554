using Orleans.Concurrency;

namespace Headroom.Grains.Sessions;

/// <summary>
/// One conversation: its lineages, verdicts and insertions. Its key is <c>tenant/session</c>. Every call is coarse and may be
/// repeated: one <see cref="PlanAsync"/> and one <see cref="CommitAsync"/> per turn.
/// </summary>
[Alias("headroom.session.v1")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Finds the lineage that a request belongs to and what was decided in it.</summary>
    /// <remarks>Not read-only: it must not run between the steps of a commit, and the first one reads the ledger.</remarks>
    [Alias("Plan")]
    Task<PlanReply> PlanAsync(PlanQuery query, CancellationToken cancellationToken);

    /// <summary>Writes down what a turn is about to send; a receipt that was seen before gets the same answer.</summary>
    [Alias("Commit")]
    Task<CommitReply> CommitAsync(ReceiptRecord receipt, CancellationToken cancellationToken);

    /// <summary>Keeps an insertion; the first under an anchor stands.</summary>
    /// <returns>Whether it is durable; if not, it is kept in memory and written as soon as the ledger answers.</returns>
    [Alias("Insert")]
    Task<bool> InsertAsync(InsertionRecord insertion, CancellationToken cancellationToken);

    /// <summary>Finds the content that a marker shown in this session stands for.</summary>
    [Alias("Resolve"), ReadOnly]
    Task<ResolveReply> ResolveAsync(ResolveQuery query, CancellationToken cancellationToken);
}
