using Headroom.Grains.Content;

namespace Headroom.Grains.Agents;

/// <summary>What one agent leaves for others; the bytes are in the content store.</summary>
/// <param name="WriteId">Names the write.</param>
/// <param name="Original">Hash of the text.</param>
/// <param name="Compressed">Hash of its compressed form.</param>
/// <param name="TokensBefore">Tokens of the text.</param>
/// <param name="TokensAfter">Tokens of the compressed form.</param>
/// <param name="By">The agent that wrote it.</param>
/// <param name="WrittenAt">When.</param>
/// <param name="ExpiresAt">From when it is gone.</param>
[GenerateSerializer, Immutable, Alias("headroom.agent.hand-over.v1")]
public sealed record HandOverRecord(
    [property: Id(0)] Guid WriteId,
    [property: Id(1)] HashRecord Original,
    [property: Id(2)] HashRecord Compressed,
    [property: Id(3)] int TokensBefore,
    [property: Id(4)] int TokensAfter,
    [property: Id(5)] string? By,
    [property: Id(6)] DateTimeOffset WrittenAt,
    [property: Id(7)] DateTimeOffset ExpiresAt);
