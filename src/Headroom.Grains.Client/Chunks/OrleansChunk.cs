using Headroom.Context.Chunks;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Turns;
using Headroom.Grains.Calls;
using Headroom.Grains.Wire;

namespace Headroom.Grains.Chunks;

/// <summary>
/// A content of the cluster. What this gateway knows, or is making, is answered here; else its grain is asked, where compressing
/// takes longer than the call. While the cluster does not answer, the same core looks into the ledger from here.
/// </summary>
internal sealed class OrleansChunk(ChunkKey key, IChunkGrain grain, GrainCalls calls, Pause pause, ChunkCore near, TimeProvider time) : IChunk
{
    /// <summary>Fewer bytes are compressed in the time that a call takes.</summary>
    private const int MinAskedBytes = 8 << 10;

    /// <summary>What a call takes at most besides the wait for another.</summary>
    private static readonly TimeSpan AskLimit = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan NoteLimit = CallLimit.Of<IChunkGrain>(nameof(IChunkGrain.NoteAsync));
    private static readonly TimeSpan OriginLimit = CallLimit.Of<IChunkGrain>(nameof(IChunkGrain.OriginAsync));

    /// <inheritdoc/>
    public async ValueTask<VariantAnswer> AskAsync(VariantKey variant, int length, TimeSpan patience, CancellationToken cancellationToken)
    {
        VariantAnswer answer = await near.AskAsync(variant, length, patience, cancellationToken).ConfigureAwait(false);
        if (answer.Standing is not null || length < MinAskedBytes)
        {
            return new VariantAnswer(answer.Standing);
        }

        if (pause.IsOn)
        {
            return answer;
        }

        var query = new VariantQuery(variant.ToRecord(), patience);
        using var limit = new LinkedLimit(patience + AskLimit, time, cancellationToken);
        Answer<VariantRecord?> asked = await calls.TryAsync(key.Tenant, Timeout.InfiniteTimeSpan, token => grain.VariantAsync(query, token), limit.Token, throwsIfCanceled: false).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (!asked.IsThere)
        {
            pause.Begin();
            return answer;
        }

        Variant? standing = asked.Value?.ToDomain();
        if (standing is not null)
        {
            near.Share(variant, standing);
        }

        return new VariantAnswer(standing);
    }

    /// <inheritdoc/>
    public void Share(VariantKey variant, Variant made) => near.Share(variant, made);

    /// <inheritdoc/>
    public async ValueTask<bool> NoteAsync(ChunkNote note, CancellationToken cancellationToken)
    {
        if (note.Key is { } asked)
        {
            near.Settle(asked, note.Variant);
        }

        ChunkNoteRecord record = note.ToRecord();
        Answer<NoteOutcome> answer = default;
        if (!pause.IsOn)
        {
            answer = await calls.TryAsync(key.Tenant, NoteLimit, token => grain.NoteAsync(record, token), cancellationToken).ConfigureAwait(false);
            if (!answer.IsThere)
            {
                pause.Begin();
            }
        }

        return !answer.IsThere ? await near.NoteAsync(note, cancellationToken).ConfigureAwait(false)
            : answer.Value == NoteOutcome.Unavailable ? throw new StoreUnavailableException($"The ledger did not answer the silo of content {key}.")
            : answer.Value == NoteOutcome.First;
    }

    /// <inheritdoc/>
    public async ValueTask<ChunkOrigin?> OriginAsync(CancellationToken cancellationToken)
    {
        Answer<OriginReply> answer = await calls.TryAsync(key.Tenant, OriginLimit, grain.OriginAsync, cancellationToken).ConfigureAwait(false);
        return !answer.IsThere ? await near.OriginAsync(cancellationToken).ConfigureAwait(false)
            : answer.Value.Outcome == OriginOutcome.Unavailable ? throw new StoreUnavailableException($"The ledger did not answer the silo of content {key}.")
            : answer.Value.ToDomain();
    }
}
