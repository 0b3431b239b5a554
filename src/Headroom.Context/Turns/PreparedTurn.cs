using System.Collections.Frozen;
using Headroom.Context.Caches;
using Headroom.Context.Chunks;
using Headroom.Context.Sessions;
using Headroom.Context.Ports;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>A request as it goes upstream, and what is needed to continue it and to account for it.</summary>
public sealed class PreparedTurn
{
    internal PreparedTurn(BodySplice splice) => Splice = splice;

    /// <value>How the request was treated.</value>
    public required TurnTreatment Treatment { get; init; }

    /// <value>The located request; <c>null</c> where it could not be located.</value>
    public TurnMap? Map { get; init; }

    /// <value>What stands before the history of the located request.</value>
    internal RequestHead? Head { get; init; }

    /// <value>Whether our tool is within reach of the model, so that the answer may call it.</value>
    public bool OffersRetrieval { get; init; }

    /// <value>Whether it was added to this request's tools.</value>
    public bool ListsTool { get; init; }

    /// <value>Whether rounds of ours go on from what upstream keeps, and not by sending all again.</value>
    public bool GoesOnFromAnswers { get; init; }

    /// <value>Keeps where the answer stands; <c>null</c> where no later request can go on from it.</value>
    public AnswerKeeper? Answers { get; init; }

    /// <value>The session, where the request was located.</value>
    public ISession? Session { get; init; }

    /// <value>The place behind the request's last message.</value>
    public LineageNode EndNode { get; init; }

    /// <value>What is to be renewed and, if it is gone, stored again; empty where no renewal is due.</value>
    public IReadOnlyList<StoredContent> DueForRenewal { get; init; } = [];

    /// <value>What the turn shared with other sessions; ends when that has been noted, and nothing waits for it.</value>
    public Task<SharedFigures> Sharing { get; init; } = Task.FromResult(default(SharedFigures));

    /// <value>What was seen of the request's beginning, compared with the one before.</value>
    public PrefixSight? Sight { get; init; }

    /// <value>What was made of a history that began without us and that no provider caches; <c>null</c> for all others.</value>
    public ColdStart? ColdStart { get; init; }

    /// <value>What became of its blocks.</value>
    public TurnRouting Routing { get; init; } = TurnRouting.None;

    /// <value>The edits.</value>
    public BodySplice Splice { get; }

    /// <value>The body to send, in pieces.</value>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces => Splice.ToPieces();

    /// <value>Whether any block went upstream smaller than it came.</value>
    public bool IsChanged => Changed.Count > 0;

    /// <value>Whether the stores took something new for it: they are up.</value>
    public bool HasStored { get; init; }

    /// <value>Tokens of the blocks that were counted to decide on them, by where their tokens begin in the body.</value>
    internal IReadOnlyDictionary<int, int> Counted { get; init; } = FrozenDictionary<int, int>.Empty;

    /// <value>The verdicts of the blocks that went upstream changed.</value>
    internal IReadOnlyList<Verdict> Changed { get; init; } = [];
}

/// <summary>How a request was treated.</summary>
public enum TurnTreatment
{
    /// <summary>It went through the pipeline; blocks may still have gone raw.</summary>
    Optimized,

    /// <summary>It asked to be left alone.</summary>
    Bypassed,

    /// <summary>Its body is no request that we understand; upstream says what is wrong with it.</summary>
    Unlocated,

    /// <summary>Something of ours failed; it goes upstream as it came.</summary>
    Degraded,
}
