using Headroom.Context.Keys;

namespace Headroom.Context.Sessions;

/// <summary>What a turn asks its session, in one call.</summary>
/// <param name="Nodes">The place behind each message, in order.</param>
/// <param name="AssistantMessages">Which of the messages the model said.</param>
/// <param name="Anchors">Anchors of the assistant messages in the request.</param>
public sealed record TurnQuery(IReadOnlyList<LineageNode> Nodes, IReadOnlyList<bool> AssistantMessages, IReadOnlyList<string> Anchors);

/// <summary>What a session knows of a request.</summary>
/// <param name="KnownMessages">Length of the longest prefix that already went upstream in one of the session's lineages.</param>
/// <param name="LiveFrom">The first message whose blocks are live.</param>
/// <param name="Verdicts">The verdicts of that lineage, by content hash or key of a place.</param>
/// <param name="Insertions">The insertions whose anchors are in the request.</param>
/// <param name="RenewalIsDue">Whether a quarter of the time to live has passed since what the session shows was renewed.</param>
public sealed record TurnPlan(
    int KnownMessages,
    int LiveFrom,
    IReadOnlyDictionary<ContentHash, Verdict> Verdicts,
    IReadOnlyDictionary<string, Insertion> Insertions,
    bool RenewalIsDue)
{
    /// <value>How many texts of the model stand where an insertion was made beside another text.</value>
    public int AlteredAnchors { get; init; }
}

/// <summary>What a turn is about to send upstream for the first time.</summary>
/// <param name="Id">Names the attempt, so that a repeated commit is recognised.</param>
/// <param name="From">The node before the first new message.</param>
/// <param name="Nodes">The new nodes, in order.</param>
/// <param name="Verdicts">The verdicts of the blocks in the new messages.</param>
public sealed record CommitReceipt(Guid Id, LineageNode From, IReadOnlyList<LineageNode> Nodes, IReadOnlyList<BlockVerdict> Verdicts);

/// <summary>The answer to a commit.</summary>
/// <param name="IsConfirmed">
/// Whether the ledger holds it durably. If not, the turn's new blocks must go raw; the session sees to it that they stay raw.
/// </param>
/// <param name="Winners">For each verdict of the receipt, in order, the one that stands: a racing turn may have been first.</param>
public sealed record CommitResult(bool IsConfirmed, IReadOnlyList<Verdict> Winners);
