using System.Collections.Immutable;
using Headroom.Grains.Content;

namespace Headroom.Grains.Sessions;

/// <summary>What a turn is about to send upstream for the first time.</summary>
/// <param name="Id">Names the attempt, so that a repeated commit is recognised.</param>
/// <param name="From">The node before the first new message.</param>
/// <param name="Nodes">The new nodes, in order.</param>
/// <param name="Verdicts">The verdicts of the blocks in the new messages.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.receipt.v1")]
public sealed record ReceiptRecord(
    [property: Id(0)] Guid Id,
    [property: Id(1)] NodeRecord From,
    [property: Id(2)] ImmutableArray<NodeRecord> Nodes,
    [property: Id(3)] ImmutableArray<BlockVerdictRecord> Verdicts);

/// <summary>A verdict and the block it is about.</summary>
/// <param name="Node">The place behind the message that holds the block.</param>
/// <param name="Content">The block's content hash.</param>
/// <param name="Verdict">How it was treated.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.block-verdict.v1")]
public sealed record BlockVerdictRecord(
    [property: Id(0)] NodeRecord Node,
    [property: Id(1)] HashRecord Content,
    [property: Id(2)] VerdictRecord Verdict);

/// <summary>The answer to a commit.</summary>
/// <param name="IsConfirmed">
/// Whether the ledger holds it durably. If not, the turn's new blocks must go raw; the session sees to it that they stay raw.
/// </param>
/// <param name="Winners">For each verdict of the receipt, in order, the one that stands: a racing turn may have been first.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.commit-reply.v1")]
public sealed record CommitReply([property: Id(0)] bool IsConfirmed, [property: Id(1)] ImmutableArray<VerdictRecord> Winners);
