namespace Headroom.Context.Chunks;

/// <summary>What a turn has to say about a content.</summary>
/// <param name="Id">Names the note, so that one that is made again is recognised.</param>
/// <param name="BroughtBy">Who brought it; <c>null</c> where it was not stored, since nothing was left out of it.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Kind">What it was recognised as.</param>
/// <param name="Key">The form that was asked for; <c>null</c> where none was.</param>
/// <param name="Variant">That form, its bytes stored; <c>null</c> where it was given up, so that another may make it.</param>
public sealed record ChunkNote(Guid Id, string? BroughtBy, long Length, string Kind, VariantKey? Key, Variant? Variant);

/// <summary>Where a content came from, and what was made of it.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Kind">What it was recognised as when it was first brought.</param>
/// <param name="FirstAt">When it was first brought.</param>
/// <param name="BroughtBy">Who brought it, the first first; no more than <see cref="ChunkCore.MaxBringers"/>.</param>
/// <param name="Variants">How many compressed forms of it are known.</param>
public sealed record ChunkOrigin(long Length, string Kind, DateTimeOffset FirstAt, IReadOnlyList<string> BroughtBy, int Variants);
