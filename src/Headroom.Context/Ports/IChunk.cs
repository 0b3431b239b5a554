using Headroom.Context.Chunks;

namespace Headroom.Context.Ports;

/// <summary>One content of one tenant: who brought it, and its compressed forms. The bytes of all of them are in the content store.</summary>
public interface IChunk
{
    /// <summary>
    /// Asks for a compressed form. Where somebody else is about to make it, waits for that. Whoever is told to make it says what
    /// came of it by <see cref="NoteAsync"/>; a store that does not answer leaves the form to be made.
    /// </summary>
    /// <param name="key">Which form.</param>
    /// <param name="length">Bytes of the content: what is soon made again is not worth asking others for.</param>
    /// <param name="patience">How long to wait for somebody else; whoever has waited so long makes it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<VariantAnswer> AskAsync(VariantKey key, int length, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>
    /// Tells those in this process who wait for a form that it is made, its bytes in the process's memory: they need not wait for the
    /// maker's turn, which may itself wait for a form of theirs.
    /// </summary>
    void Share(VariantKey key, Variant variant);

    /// <summary>Writes down who brought the content and which form was made of it; those who wait for the form have it from here on.</summary>
    /// <returns>Whether the tenant had never had the content before. The same note gets the same answer again.</returns>
    /// <exception cref="StoreUnavailableException">Not acknowledged.</exception>
    ValueTask<bool> NoteAsync(ChunkNote note, CancellationToken cancellationToken);

    /// <summary>What is known of the content; <c>null</c> where nobody has brought it, or so long ago that it is forgotten.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    ValueTask<ChunkOrigin?> OriginAsync(CancellationToken cancellationToken);
}
