using Headroom.Grains.Content;

namespace Headroom.Grains.Sessions;

/// <summary>Asks for the content that a marker stands for.</summary>
/// <param name="Marker">The marker's handle: 24 lowercase hexadecimal digits.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.resolve-query.v1")]
public sealed record ResolveQuery([property: Id(0)] string Marker);

/// <summary>The answer to a <see cref="ResolveQuery"/>.</summary>
/// <param name="Outcome">Whether the content is there.</param>
/// <param name="Content">Its hash; <c>null</c> unless it is.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.resolve-reply.v1")]
public sealed record ResolveReply([property: Id(0)] ResolveOutcome Outcome, [property: Id(1)] HashRecord? Content);

/// <summary>What became of a marker.</summary>
[GenerateSerializer, Alias("headroom.session.resolve-outcome.v1")]
public enum ResolveOutcome
{
    /// <summary>No session of this tenant that the caller may read ever showed it.</summary>
    Unknown = 0,

    /// <summary>The content is there.</summary>
    Found = 1,

    /// <summary>It was there; its time to live has run out.</summary>
    Expired = 2,

    /// <summary>The store did not answer in time.</summary>
    Unavailable = 3,
}
