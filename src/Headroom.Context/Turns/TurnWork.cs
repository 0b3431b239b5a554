using Headroom.Context.Sessions;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>A located request on its way through the pipeline.</summary>
/// <param name="Request">The request.</param>
/// <param name="Map">Its spans.</param>
/// <param name="Session">The session that it belongs to.</param>
/// <param name="Nodes">The place behind each message.</param>
/// <param name="Blocks">The blocks that get a verdict.</param>
internal sealed record TurnWork(TurnRequest Request, TurnMap Map, CountedSession Session, LineageNode[] Nodes, List<BlockWork> Blocks)
{
    /// <value>The place behind the last message.</value>
    public LineageNode End => Nodes.Length > 0 ? Nodes[^1] : LineageNode.Root;

    /// <value>For each message, the anchors by which retrieval rounds in it are recognised.</value>
    public IReadOnlyList<IReadOnlyList<string>> Anchors => field ??=
        [.. Map.Messages.Select((message, i) => (IReadOnlyList<string>)[.. InsertionSplicer.Anchors(message, Before(i), Request.Body)])];

    /// <summary>The lineage of a request.</summary>
    public static LineageNode[] Lineage(TurnMap map)
    {
        var nodes = new LineageNode[map.Messages.Count];
        LineageNode node = LineageNode.Root;
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = node = node.Next(map.Messages[i].Hash.Span);
        }

        return nodes;
    }

    /// <summary>The place before a message.</summary>
    public LineageNode Before(int message) => message == 0 ? LineageNode.Root : Nodes[message - 1];

    /// <summary>What the turn asks its session.</summary>
    public TurnQuery ToQuery() => new(
        Nodes,
        [.. Map.Messages.Select(message => message.IsAssistant)],
        [.. Anchors.SelectMany(anchors => anchors)]);

    /// <summary>What the turn is about to send for the first time.</summary>
    /// <param name="known">How many messages went upstream before.</param>
    /// <param name="fresh">The blocks with new verdicts.</param>
    public CommitReceipt ToReceipt(int known, List<BlockWork> fresh) => new(
        Guid.NewGuid(), Before(known), Nodes[known..], [.. fresh.Select(block => new BlockVerdict(Nodes[block.MessageIndex], block.VerdictKey, block.Verdict!))]);

    /// <summary>Lets blocks go upstream as they came.</summary>
    public static void SendRaw(IEnumerable<BlockWork> blocks)
    {
        foreach (BlockWork block in blocks)
        {
            block.Verdict = Verdict.Raw;
            block.Output = null;
        }
    }
}
