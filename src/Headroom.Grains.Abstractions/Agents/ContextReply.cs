namespace Headroom.Grains.Agents;

/// <summary>What must hold for a write to be made.</summary>
/// <param name="IfMatch">The version that must stand; <c>null</c> for any or none.</param>
/// <param name="IfNoneMatch">Whether none may stand.</param>
[GenerateSerializer, Immutable, Alias("headroom.agent.condition.v1")]
public readonly record struct WriteConditionRecord([property: Id(0)] string? IfMatch, [property: Id(1)] bool IfNoneMatch);

/// <summary>The answer to a question for a hand-over.</summary>
/// <param name="Outcome">Whether the store answered.</param>
/// <param name="HandOver">What was left; <c>null</c> where nothing is.</param>
/// <param name="ETag">Its version.</param>
[GenerateSerializer, Immutable, Alias("headroom.agent.context-reply.v1")]
public sealed record ContextReply([property: Id(0)] ContextOutcome Outcome, [property: Id(1)] HandOverRecord? HandOver, [property: Id(2)] string? ETag);

/// <summary>The answer to a write.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="ETag">The version that stands now; <c>null</c> where none does.</param>
[GenerateSerializer, Immutable, Alias("headroom.agent.write-reply.v1")]
public sealed record ContextWriteReply([property: Id(0)] ContextOutcome Outcome, [property: Id(1)] string? ETag);

/// <summary>What became of a call.</summary>
[GenerateSerializer, Alias("headroom.agent.outcome.v1")]
public enum ContextOutcome
{
    /// <summary>The condition does not hold.</summary>
    Refused = 0,

    /// <summary>It stands where none stood.</summary>
    Created = 1,

    /// <summary>It stands where another stood.</summary>
    Replaced = 2,

    /// <summary>Nothing stands any more.</summary>
    Deleted = 3,

    /// <summary>There is nothing.</summary>
    Missing = 4,

    /// <summary>The store did not answer in time.</summary>
    Unavailable = 5,

    /// <summary>It is there.</summary>
    Found = 6,
}
