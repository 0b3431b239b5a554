using Headroom.Context.Sessions;
using Headroom.Grains.Sessions;

namespace Headroom.Grains.Wire;

/// <summary>Questions and plans of turns, between the domain and the wire.</summary>
internal static class PlanMapping
{
    public static PlanQuery ToRecord(this TurnQuery query) =>
        new([.. query.Nodes.Select(node => node.ToRecord())], [.. query.AssistantMessages], [.. query.Anchors]);

    public static TurnQuery ToDomain(this PlanQuery query) => new([.. query.Nodes.Select(node => node.ToDomain())], query.AssistantMessages, query.Anchors);

    public static PlanReply ToRecord(this TurnPlan plan) => new(
        PlanOutcome.Planned,
        plan.KnownMessages,
        plan.LiveFrom,
        [.. plan.Verdicts.Select(verdict => new KnownVerdict(verdict.Key.ToRecord(), verdict.Value.ToRecord()))],
        [.. plan.Insertions.Select(found => new FoundInsertion(found.Key, found.Value.ToRecord()))],
        plan.RenewalIsDue,
        plan.AlteredAnchors);

    public static TurnPlan ToDomain(this PlanReply reply) => new(
        reply.KnownMessages,
        reply.LiveFrom,
        reply.Verdicts.ToDictionary(known => known.Content.ToDomain(), known => known.Verdict.ToDomain()),
        reply.Insertions.ToDictionary(found => found.Anchor, found => found.Insertion.ToDomain()),
        reply.RenewalIsDue)
    {
        AlteredAnchors = reply.AlteredAnchors,
    };
}
