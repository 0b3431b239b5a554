using Orleans.Concurrency;

namespace Headroom.Grains.Chunks;

/// <summary>
/// One content of one tenant: who brought it, and its compressed forms. Its key is <c>tenant/content hash</c>, the hash as 64
/// lowercase hexadecimal digits. Bodies live in the content store and never travel. Every call may be repeated.
/// </summary>
[Alias("headroom.chunk.v1")]
public interface IChunkGrain : IGrainWithStringKey
{
    /// <summary>Finds a compressed form; where somebody else is about to make it, waits for that.</summary>
    /// <returns>The form; <c>null</c> where the caller is to make it and to say what came of it.</returns>
    /// <remarks>Interleaves: those who wait must not keep away the one whom they wait for. Callers end it long before its limit.</remarks>
    [Alias("Variant"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<VariantRecord?> VariantAsync(VariantQuery query, CancellationToken cancellationToken);

    /// <summary>Writes down who brought the content and which form was made of it.</summary>
    [Alias("Note"), AlwaysInterleave, ResponseTimeout("00:00:02")]
    Task<NoteOutcome> NoteAsync(ChunkNoteRecord note, CancellationToken cancellationToken);

    /// <summary>What is known of the content.</summary>
    [Alias("Origin"), AlwaysInterleave, ResponseTimeout("00:00:01")]
    Task<OriginReply> OriginAsync(CancellationToken cancellationToken);
}
