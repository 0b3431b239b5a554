using Orleans.Concurrency;

namespace Headroom.Grains.Sessions;

/// <summary>
/// One conversation: its lineages, verdicts and insertions. Its key is <c>tenant/session</c>. Every call is coarse and may be
/// repeated: one <see cref="PlanAsync"/> and one <see cref="CommitAsync"/> per turn. A turn has little time, so a call fails
/// early enough for a second attempt.
/// </summary>
[Alias("headroom.session.v1")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Finds the lineage that a request belongs to and what was decided in it.</summary>
    /// <remarks>Not read-only: it must not run between the steps of a commit, and the first one reads the ledger.</remarks>
    [Alias("Plan"), ResponseTimeout("00:00:00.400")]
    Task<PlanReply> PlanAsync(PlanQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Writes down what a turn is about to send; a receipt that was seen before gets the same answer, and one that comes back
    /// with raw verdicts takes back what was compressed under it.
    /// </summary>
    [Alias("Commit"), ResponseTimeout("00:00:00.500")]
    Task<CommitReply> CommitAsync(ReceiptRecord receipt, CancellationToken cancellationToken);

    /// <summary>Keeps an insertion; the first under an anchor stands.</summary>
    /// <returns>Whether it is durable; if not, it is kept in memory and written as soon as the ledger answers.</returns>
    [Alias("Insert"), ResponseTimeout("00:00:00.500")]
    Task<bool> InsertAsync(InsertionRecord insertion, CancellationToken cancellationToken);

    /// <summary>Finds the content that a marker shown in this session stands for.</summary>
    [Alias("Resolve"), ReadOnly, ResponseTimeout("00:00:02")]
    Task<ResolveReply> ResolveAsync(ResolveQuery query, CancellationToken cancellationToken);
}
