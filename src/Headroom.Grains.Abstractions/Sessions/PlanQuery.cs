using System.Collections.Immutable;

namespace Headroom.Grains.Sessions;

/// <summary>What a turn asks its session, in one call.</summary>
/// <param name="Nodes">The place behind each message, in order.</param>
/// <param name="AssistantMessages">Which of the messages the model said.</param>
/// <param name="Anchors">Anchors of the assistant messages in the request.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.plan-query.v1")]
public sealed record PlanQuery(
    [property: Id(0)] ImmutableArray<NodeRecord> Nodes,
    [property: Id(1)] ImmutableArray<bool> AssistantMessages,
    [property: Id(2)] ImmutableArray<string> Anchors);
