using Headroom.Context.Sessions;
using Headroom.Grains.Sessions;

namespace Headroom.Grains.Wire;

/// <summary>Receipts and the answers to them, between the domain and the wire.</summary>
internal static class CommitMapping
{
    public static ReceiptRecord ToRecord(this CommitReceipt receipt) => new(
        receipt.Id,
        receipt.From.ToRecord(),
        [.. receipt.Nodes.Select(node => node.ToRecord())],
        [.. receipt.Verdicts.Select(block => new BlockVerdictRecord(block.Node.ToRecord(), block.Content.ToRecord(), block.Verdict.ToRecord()))]);

    public static CommitReceipt ToDomain(this ReceiptRecord record) => new(
        record.Id,
        record.From.ToDomain(),
        [.. record.Nodes.Select(node => node.ToDomain())],
        [.. record.Verdicts.Select(block => new BlockVerdict(block.Node.ToDomain(), block.Content.ToDomain(), block.Verdict.ToDomain()))]);

    public static CommitReply ToRecord(this CommitResult result) => new(result.IsConfirmed, [.. result.Winners.Select(winner => winner.ToRecord())]);

    public static CommitResult ToDomain(this CommitReply reply) => new(reply.IsConfirmed, [.. reply.Winners.Select(winner => winner.ToDomain())]);
}
