using Headroom.Context.Chunks;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Grains.Keys;
using Headroom.Grains.Wire;
using Orleans.Placement;

namespace Headroom.Grains.Chunks;

/// <summary>
/// A <see cref="ChunkCore"/> behind a grain: what several gateways want at the same time is made by one of them. It holds hashes
/// and names, never a body, and leaves memory soon.
/// </summary>
[GrainType("headroom.chunk"), PreferLocalPlacement, CollectionAgeLimit(Minutes = 5)]
internal sealed class ChunkGrain(IGrainContext context, ILedgerStore ledger, RetentionOptions retention, TimeProvider time) : Grain, IChunkGrain
{
    private readonly ChunkCore _core = new(KeyOf(context), ledger, retention, time);

    /// <inheritdoc/>
    public async Task<VariantRecord?> VariantAsync(VariantQuery query, CancellationToken cancellationToken)
    {
        VariantAnswer answer = await _core.AskAsync(query.Key.ToDomain(), 0, query.Patience, cancellationToken);
        return (answer.Standing ?? (answer.Look is { } look ? await look(cancellationToken) : null))?.ToRecord();
    }

    /// <inheritdoc/>
    public async Task<NoteOutcome> NoteAsync(ChunkNoteRecord note, CancellationToken cancellationToken)
    {
        try
        {
            return await _core.NoteAsync(note.ToDomain(), cancellationToken) ? NoteOutcome.First : NoteOutcome.Known;
        }
        catch (StoreUnavailableException)
        {
            return NoteOutcome.Unavailable;
        }
    }

    /// <inheritdoc/>
    public async Task<OriginReply> OriginAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _core.OriginAsync(cancellationToken)).ToRecord();
        }
        catch (StoreUnavailableException)
        {
            return new OriginReply(OriginOutcome.Unavailable, 0, "", default, [], 0);
        }
    }

    private static ChunkKey KeyOf(IGrainContext context)
    {
        TenantKey key = TenantKey.Parse(context.GrainId.Key.ToString()!);
        return new ChunkKey(new TenantId(key.Tenant), ContentHash.Parse(key.Name));
    }
}
