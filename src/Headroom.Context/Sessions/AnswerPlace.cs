namespace Headroom.Context.Sessions;

/// <summary>
/// Where an answer that a later request may go on from stands: what any node needs to know to serve that request.
/// </summary>
/// <param name="LastId">
/// The id to name upstream: the answer's own, or, of an answer that went on after a retrieval, that of the last round.
/// </param>
/// <param name="Session">The session that it belongs to.</param>
/// <param name="From">The last place on the way to the answer that the session's ledger holds.</param>
/// <param name="Pending">The places behind it, up to and with the answer's own; the next commit writes them down.</param>
/// <param name="OffersRetrieval">Whether our tool stands in the history that the provider keeps.</param>
/// <param name="Anchors">The anchors of the question that is being worked on.</param>
/// <param name="Results">Results of calls of ours in it that upstream still waits for, joined by commas.</param>
public sealed record AnswerPlace(
    string LastId,
    string Session,
    LineageNode From,
    IReadOnlyList<LineageNode> Pending,
    bool OffersRetrieval,
    string Anchors,
    ReadOnlyMemory<byte> Results)
{
    /// <value>The place behind the answer.</value>
    public LineageNode Tip => Pending.Count > 0 ? Pending[^1] : From;
}
