using System.Security.Cryptography;
using System.Text;
using Headroom.Compression.Blocks;
using Headroom.Context.Caches;
using Headroom.Context.Sessions;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>A located request on its way through the pipeline.</summary>
internal sealed class TurnWork
{
    private readonly LineageNode _start;

    /// <summary>Takes up a located request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="map">Its spans.</param>
    /// <param name="session">The session that it belongs to.</param>
    /// <param name="sessionId">That session's id.</param>
    /// <param name="previous">The answer that it goes on from, where that is known.</param>
    /// <param name="blocks">The blocks that get a verdict.</param>
    /// <param name="profiles">What those get that have none yet.</param>
    public TurnWork(
        TurnRequest request, TurnMap map, CountedSession session, string sessionId, AnswerPlace? previous, List<BlockWork> blocks, ProfileSelection profiles)
    {
        (Request, Map, Session, SessionId, Previous, Blocks, Profiles) = (request, map, session, sessionId, previous, blocks, profiles);
        IsFromPrevious = previous is not null && previous.Session == sessionId;
        _start = IsFromPrevious ? previous!.Tip
            : map.Kept?.PreviousId is { } unknown ? LineageNode.Root.Next(SHA256.HashData(Encoding.UTF8.GetBytes(unknown)))
            : LineageNode.Root;
        Head = RequestHead.Of(map, request.Body);
        Nodes = new LineageNode[map.Messages.Count];
        LineageNode node = _start;
        for (int i = 0; i < Nodes.Length; i++)
        {
            Nodes[i] = node = node.Next(map.Messages[i].Hash.Span);
        }
    }

    public TurnRequest Request { get; }

    public TurnMap Map { get; }

    /// <value>What stands before the history.</value>
    public RequestHead Head { get; }

    public CountedSession Session { get; }

    public string SessionId { get; }

    /// <value>Whether a beginning of it went upstream by us before; open until the session was asked.</value>
    public bool IsKnown { get; set; }

    /// <value>What it shares with other sessions; <c>null</c> while nothing of it is new.</value>
    public TurnVariants? Variants { get; set; }

    /// <value>The answer that the request goes on from, where that is known.</value>
    public AnswerPlace? Previous { get; }

    /// <value>Whether that answer is of the same session, so that the request's lineage goes on from it.</value>
    public bool IsFromPrevious { get; }

    /// <value>The blocks that get a verdict.</value>
    public List<BlockWork> Blocks { get; }

    /// <value>The profiles of what has no verdict yet.</value>
    public ProfileSelection Profiles { get; }

    /// <value>The place behind each message.</value>
    public LineageNode[] Nodes { get; }

    /// <value>The place behind the last message.</value>
    public LineageNode End => Nodes.Length > 0 ? Nodes[^1] : _start;

    /// <value>Whether upstream keeps the answer, so that a later request, or our own, can go on from it.</value>
    public bool KeepsAnswer => Map.Kept is { } kept && (kept.IsStored || Request.KeepsConnection);

    /// <value>
    /// Whether our own rounds go on from what upstream keeps, as the client does; else all is sent again, which every server of
    /// the protocol understands.
    /// </value>
    public bool GoesOnFromAnswers => KeepsAnswer && (Request.KeepsConnection || Map.Kept!.PreviousId is not null);

    /// <value>Whether our tool stands in the history that upstream keeps.</value>
    public bool HistoryListsTool => Previous is { OffersRetrieval: true };

    /// <value>
    /// Whether our tool is to be added to the request's tools. A conversation that has it keeps it also where one request forces
    /// another tool: a list without it would be another beginning, and the provider's cache of all that follows useless.
    /// </value>
    public bool ListsTool => (Map.Tools.MayOfferRetrieval || (Map.Tools.MayKeepRetrieval && IsKnown))
        && CanContinue && !(HistoryListsTool && ToolsAreInHistory);

    /// <value>Whether the model can call our tool.</value>
    public bool OffersRetrieval => ListsTool
        || (HistoryListsTool && CanContinue && Map.Tools is { ForcesOneTool: false, CannotContinue: false, HasRetrieveTool: false });

    /// <value>Whether later requests of the chain find our tool in the history.</value>
    public bool LeavesToolInHistory => HistoryListsTool || (ListsTool && ToolsAreInHistory);

    /// <value>For each message, the anchors by which retrieval rounds in it are recognised.</value>
    public IReadOnlyList<IReadOnlyList<string>> Anchors => field ??= [.. Enumerable.Range(0, Map.Messages.Count).Select(AnchorsOf)];

    /// <value>Where the model thinks and its thoughts cannot be sent again, only upstream can go on from its answer.</value>
    private bool CanContinue => Map.Kept is not { ReturnsReasoning: false } || KeepsAnswer;

    private bool ToolsAreInHistory => Map.Tools.Range is { } tools && tools.Start >= Map.MessageList.Start && tools.End <= Map.MessageList.End;

    /// <summary>The place before a message.</summary>
    public LineageNode Before(int message) => message == 0 ? _start : Nodes[message - 1];

    /// <summary>
    /// What the turn asks its session. A request that goes on from an answer holds nothing but what is new, so what the model
    /// said in it is no sign of a history that went upstream without us.
    /// </summary>
    public TurnQuery ToQuery() => new(
        Nodes,
        [.. Map.Messages.Select(message => message.IsAssistant && Map.Kept?.PreviousId is null)],
        [.. Anchors.SelectMany(anchors => anchors)]);

    /// <summary>What the turn is about to send for the first time.</summary>
    /// <param name="known">How many messages went upstream before.</param>
    /// <param name="fresh">The blocks with new verdicts.</param>
    public CommitReceipt ToReceipt(int known, List<BlockWork> fresh)
    {
        (LineageNode from, IReadOnlyList<LineageNode> nodes) = Unwritten(known);
        return new(Guid.NewGuid(), from, nodes, [.. fresh.Select(block => new BlockVerdict(Nodes[block.MessageIndex], block.VerdictKey, block.Verdict!))]);
    }

    /// <summary>The last place that the ledger holds, and the places behind it.</summary>
    /// <param name="known">How many messages of the request it holds.</param>
    public (LineageNode From, IReadOnlyList<LineageNode> Nodes) Unwritten(int known) =>
        known == 0 && IsFromPrevious ? (Previous!.From, [.. Previous.Pending, .. Nodes]) : (Before(known), Nodes[known..]);

    /// <summary>Lets blocks go upstream as they came.</summary>
    public static void SendRaw(IEnumerable<BlockWork> blocks)
    {
        foreach (BlockWork block in blocks)
        {
            block.Verdict = Verdict.Raw;
            block.Output = null;
        }
    }

    private IReadOnlyList<string> AnchorsOf(int message) => WireFormat.Of(Map.Protocol).History == HistoryForm.Items
        ? [.. ItemRun.Anchors(Map, message, Before(message), Request.Body)]
        : [.. InsertionSplicer.Anchors(Map, message, Before(message), Request.Body)];
}
