using System.Text.Json.Serialization;
using Headroom.Context.Keys;

namespace Headroom.Context.Agents;

/// <summary>What one agent leaves for others under a name: a text, and its compressed form. Their bytes are in the content store.</summary>
/// <param name="WriteId">Names the write, so that one that is made again is recognised.</param>
/// <param name="Original">Hash of the text.</param>
/// <param name="Compressed">Hash of its compressed form; the text's own where there is none.</param>
/// <param name="TokensBefore">Tokens of the text.</param>
/// <param name="TokensAfter">Tokens of the compressed form.</param>
/// <param name="By">The agent that wrote it, where it said so.</param>
/// <param name="WrittenAt">When.</param>
/// <param name="ExpiresAt">From when it is gone.</param>
public sealed record HandOver(
    Guid WriteId, ContentHash Original, ContentHash Compressed, int TokensBefore, int TokensAfter, string? By, DateTimeOffset WrittenAt, DateTimeOffset ExpiresAt);

/// <summary>A hand-over and its version.</summary>
/// <param name="Value">What was left.</param>
/// <param name="ETag">Opaque; changes with every write.</param>
public sealed record StoredHandOver(HandOver Value, string ETag);

/// <summary>What must hold for a write to be made.</summary>
/// <param name="IfMatch">The version that must stand; <c>null</c> for any or none.</param>
/// <param name="IfNoneMatch">Whether none may stand.</param>
public readonly record struct WriteCondition(string? IfMatch, bool IfNoneMatch)
{
    /// <summary>Whether it holds for the version that stands; <c>null</c> where none does.</summary>
    public bool Allows(string? standing) => IfNoneMatch ? standing is null : IfMatch is null || IfMatch == standing;
}

/// <summary>What became of a write.</summary>
public enum WriteOutcome
{
    /// <summary>Another version stands than the condition asks for.</summary>
    Refused = 0,

    /// <summary>It stands where none stood.</summary>
    Created = 1,

    /// <summary>It stands where another stood.</summary>
    Replaced = 2,

    /// <summary>Nothing stands any more.</summary>
    Deleted = 3,

    /// <summary>There was nothing to delete.</summary>
    Missing = 4,
}

/// <summary>The answer to a write.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="ETag">The version that stands now; <c>null</c> where none does.</param>
public sealed record HandOverWrite(WriteOutcome Outcome, string? ETag);

/// <summary>How a hand-over is written in a record; hashes as hexadecimal digits, a deleted one without them.</summary>
internal sealed record HandOverValue(
    [property: JsonPropertyName("w")] Guid WriteId,
    [property: JsonPropertyName("o")] string? Original,
    [property: JsonPropertyName("c")] string? Compressed,
    [property: JsonPropertyName("b")] int TokensBefore,
    [property: JsonPropertyName("a")] int TokensAfter,
    [property: JsonPropertyName("y")] string? By,
    [property: JsonPropertyName("t")] DateTimeOffset WrittenAt,
    [property: JsonPropertyName("e")] DateTimeOffset ExpiresAt);

/// <summary>The source-generated serializer of hand-overs.</summary>
[JsonSerializable(typeof(HandOverValue))]
internal sealed partial class HandOverJson : JsonSerializerContext;
