using System.Collections.Immutable;
using Headroom.Grains.Content;

namespace Headroom.Grains.Sessions;

/// <summary>What a session knows of a request.</summary>
/// <param name="Outcome">Whether the ledger could be read; if not, the rest is empty and the request goes raw.</param>
/// <param name="KnownMessages">Length of the longest prefix that already went upstream in one of the session's lineages.</param>
/// <param name="LiveFrom">The first message whose blocks are live.</param>
/// <param name="Verdicts">The verdicts of that lineage, each content once.</param>
/// <param name="Insertions">The insertions whose anchors are in the request, each anchor once.</param>
/// <param name="RenewalIsDue">Whether a quarter of the time to live has passed since what the session shows was renewed.</param>
/// <param name="AlteredAnchors">How many texts of the model stand where an insertion was made beside another text.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.plan-reply.v1")]
public sealed record PlanReply(
    [property: Id(0)] PlanOutcome Outcome,
    [property: Id(1)] int KnownMessages,
    [property: Id(2)] int LiveFrom,
    [property: Id(3)] ImmutableArray<KnownVerdict> Verdicts,
    [property: Id(4)] ImmutableArray<FoundInsertion> Insertions,
    [property: Id(5)] bool RenewalIsDue,
    [property: Id(6)] int AlteredAnchors = 0)
{
    /// <summary>The ledger did not answer.</summary>
    public static PlanReply WithoutLedger { get; } = new(PlanOutcome.LedgerUnavailable, 0, 0, [], [], false);
}

/// <summary>Whether there is a plan.</summary>
[GenerateSerializer, Alias("headroom.session.plan-outcome.v1")]
public enum PlanOutcome
{
    /// <summary>The ledger was read.</summary>
    Planned = 0,

    /// <summary>The ledger did not answer in time.</summary>
    LedgerUnavailable = 1,
}

/// <summary>The verdict on a content in the lineage of a request.</summary>
/// <param name="Content">The block's content hash.</param>
/// <param name="Verdict">How it was treated.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.known-verdict.v1")]
public sealed record KnownVerdict([property: Id(0)] HashRecord Content, [property: Id(1)] VerdictRecord Verdict);

/// <summary>An insertion and the anchor of the request that it belongs to; its own may differ where the history was rewritten.</summary>
/// <param name="Anchor">The anchor in the request.</param>
/// <param name="Insertion">What belongs there.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.found-insertion.v1")]
public sealed record FoundInsertion([property: Id(0)] string Anchor, [property: Id(1)] InsertionRecord Insertion);
