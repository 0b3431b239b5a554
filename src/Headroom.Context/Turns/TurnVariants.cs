using System.Collections.Concurrent;
using Headroom.Compression.Blocks;
using Headroom.Context.Chunks;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Turns;

/// <summary>
/// What a turn takes from, and leaves to, the other sessions of its tenant: a content that was compressed before with the same
/// profile and anchors is not compressed again, and one that another session is compressing is waited for.
/// </summary>
/// <param name="fabric">Where contents are.</param>
/// <param name="replay">Brings back the bytes of forms.</param>
/// <param name="tenant">The tenant.</param>
/// <param name="principal">Who brings the contents.</param>
/// <param name="patience">How long to wait for another.</param>
internal sealed class TurnVariants(IContextFabric fabric, BlockReplay replay, TenantId tenant, string principal, TimeSpan patience)
{
    private readonly ConcurrentDictionary<BlockWork, (VariantKey Key, Variant? Variant)> _asked = [];
    private int _run;

    /// <summary>The outcome of a block: somebody's, or made here.</summary>
    /// <param name="block">The block.</param>
    /// <param name="key">The form.</param>
    /// <param name="compress">Makes it.</param>
    /// <param name="budget">Ends the work.</param>
    public async Task<BlockOutcome> GetAsync(BlockWork block, VariantKey key, Func<CancellationToken, Task<BlockOutcome>> compress, CancellationToken budget)
    {
        _asked[block] = (key, null);
        IChunk chunk = ChunkOf(block);
        VariantAnswer answer = await chunk.AskAsync(key, block.Content.Length, patience, budget).ConfigureAwait(false);
        if (answer.Standing is { } standing && await TakeAsync(standing, budget).ConfigureAwait(false) is { } taken)
        {
            _asked[block] = (key, standing);
            return taken;
        }

        using CancellationTokenSource race = CancellationTokenSource.CreateLinkedTokenSource(budget);
        Task<BlockOutcome> making = compress(race.Token);
        if (answer.Look is { } look && await EarlierAsync(look, making, budget).ConfigureAwait(false) is var (found, earlier))
        {
            _asked[block] = (key, found);
            await race.CancelAsync().ConfigureAwait(false);

            // It reads the request's memory, which is given back behind the turn.
            await making.ContinueWith(ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
            return earlier;
        }

        BlockOutcome made = await making.ConfigureAwait(false);
        Interlocked.Increment(ref _run);
        Variant variant = Variant.Of(made);
        _asked[block] = (key, variant);
        if (variant.Output is { } output)
        {
            replay.Keep(new ChunkKey(tenant, output), made.Output);
        }

        chunk.Share(key, variant);
        return made;
    }

    /// <summary>
    /// Tells the contents what came of them, once that is stored; nobody waits for it but those who want the same forms.
    /// Reads the blocks before it returns, and the request's memory not at all.
    /// </summary>
    /// <param name="isStored">Whether the content store has taken everything.</param>
    /// <returns>What was shared.</returns>
    public async Task<SharedFigures> SettleAsync(bool isStored)
    {
        (IChunk Chunk, ChunkNote Note)[] notes = [.. _asked.Select(asked => (ChunkOf(asked.Key), NoteOn(asked.Key, asked.Value.Key, asked.Value.Variant, isStored)))];
        var figures = new SharedFigures(_asked.Count, _run, 0, 0);
        foreach (Task<SharedFigures> noting in notes.Select(one => NoteAsync(one.Chunk, one.Note)).ToArray())
        {
            figures += await noting.ConfigureAwait(false);
        }

        return figures;
    }

    private IChunk ChunkOf(BlockWork block) => fabric.Chunk(new ChunkKey(tenant, block.Hash));

    /// <summary>A look takes a fraction of what compressing takes, so that both begin, and the first to end counts.</summary>
    private async Task<(Variant Found, BlockOutcome Taken)?> EarlierAsync(Func<CancellationToken, Task<Variant?>> look, Task<BlockOutcome> making, CancellationToken budget)
    {
        Task<Variant?> looking = look(budget);
        return await Task.WhenAny(looking, making).ConfigureAwait(false) == looking && await looking.ConfigureAwait(false) is { } found
            && await TakeAsync(found, budget).ConfigureAwait(false) is { } taken
            ? (found, taken)
            : null;
    }

    /// <summary>A form whose bytes are gone is made again.</summary>
    private async Task<BlockOutcome?> TakeAsync(Variant variant, CancellationToken budget) =>
        variant.Output is not { } output ? variant.ToOutcome(null)
        : await replay.FindAsync(new ChunkKey(tenant, output), budget).ConfigureAwait(false) is { } bytes ? variant.ToOutcome(bytes.ToArray())
        : null;

    private ChunkNote NoteOn(BlockWork block, VariantKey key, Variant? variant, bool isStored)
    {
        bool isBrought = isStored && block.Output is not null;

        // Where the block is told by others of its conversation, the form that holds everywhere was not stored.
        bool stands = variant is not null && (variant.Output is null || (isBrought && block.Verdict!.Output == variant.Output));
        return new ChunkNote(
            Guid.NewGuid(), isBrought ? principal : null, block.Content.Length, variant?.Kind.ToLowerInvariant() ?? "", key, stands ? variant : null);
    }

    private static async Task<SharedFigures> NoteAsync(IChunk chunk, ChunkNote note)
    {
        try
        {
            bool isFirst = await chunk.NoteAsync(note, CancellationToken.None).ConfigureAwait(false);
            return note.BroughtBy is null ? default : new SharedFigures(0, 0, note.Length, isFirst ? note.Length : 0);
        }
        catch (StoreUnavailableException)
        {
            // Whether it was new is not known; it counts as neither.
            return default;
        }
    }
}
