using System.Collections.Immutable;

namespace Headroom.Grains.Chunks;

/// <summary>Asks for the items of a content that match.</summary>
/// <param name="Text">The question's words.</param>
/// <param name="MaxItems">At most so many items come back.</param>
[GenerateSerializer, Immutable, Alias("headroom.chunk.search-query.v1")]
public sealed record SearchQuery([property: Id(0)] string Text, [property: Id(1)] int MaxItems);

/// <summary>The answer to a <see cref="SearchQuery"/>.</summary>
/// <param name="Outcome">Whether the content is there.</param>
/// <param name="Items">The items that match, best first; empty unless it is.</param>
[GenerateSerializer, Immutable, Alias("headroom.chunk.search-reply.v1")]
public sealed record SearchReply([property: Id(0)] ChunkOutcome Outcome, [property: Id(1)] ImmutableArray<string> Items);
