namespace Headroom.Grains.Chunks;

/// <summary>What a turn has to say about a content.</summary>
/// <param name="Id">Names the note.</param>
/// <param name="BroughtBy">Who brought it; <c>null</c> where it was not stored.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Kind">What it was recognised as.</param>
/// <param name="Key">The form that was asked for; <c>null</c> where none was.</param>
/// <param name="Variant">That form; <c>null</c> where it was given up.</param>
[GenerateSerializer, Immutable, Alias("headroom.chunk.note.v1")]
public sealed record ChunkNoteRecord(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string? BroughtBy,
    [property: Id(2)] long Length,
    [property: Id(3)] string Kind,
    [property: Id(4)] VariantKeyRecord? Key,
    [property: Id(5)] VariantRecord? Variant);

/// <summary>What became of a note.</summary>
[GenerateSerializer, Alias("headroom.chunk.note-outcome.v1")]
public enum NoteOutcome
{
    /// <summary>Not acknowledged.</summary>
    Unavailable = 0,

    /// <summary>The tenant had the content before, or did not get it now.</summary>
    Known = 1,

    /// <summary>The tenant had never had the content before.</summary>
    First = 2,
}
