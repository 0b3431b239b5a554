using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Reads;
using Headroom.Context.Sessions;
using Headroom.Context.Tenants;

namespace Headroom.Context.Turns;

/// <summary>
/// Brings back the bytes that a verdict names: process cache → stored output → the compressor again, accepted only if the
/// hash matches → none, and then the block goes raw and is counted.
/// </summary>
internal sealed class BlockReplay(
    OutputCache cache, IContentStore contents, TenantSecrets secrets, Func<string, BlockCompressor?> compressorUnder, TurnCounters counters, TimeProvider time)
{
    /// <summary>A store that has not answered after so long may hang, and the compressor needs no store.</summary>
    private static readonly TimeSpan StorePatience = TimeSpan.FromMilliseconds(200);

    /// <summary>Sets the outputs of blocks whose verdicts are compressed, or turns a verdict raw.</summary>
    /// <param name="tenant">Whose store it is.</param>
    /// <param name="replayed">The blocks, in their order.</param>
    /// <param name="blocks">All blocks of the request, those before the first of these replayed already.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task ReplayAsync(TenantId tenant, IEnumerable<BlockWork> replayed, IReadOnlyList<BlockWork> blocks, CancellationToken cancellationToken)
    {
        bool isStoreSlow = false;
        foreach (BlockWork block in replayed)
        {
            var key = new ChunkKey(tenant, block.Verdict!.Output!.Value);
            if (cache.TryGet(key, out ReadOnlyMemory<byte> cached))
            {
                block.Output = cached;
                continue;
            }

            ReadOnlyMemory<byte>? bytes = null;
            if (!isStoreSlow)
            {
                using var patience = new LinkedLimit(StorePatience, time, cancellationToken);
                bytes = await StoredAsync(key, patience.Token).ConfigureAwait(false);
                isStoreSlow = patience.Token.IsCancellationRequested;
            }

            bytes ??= await RecomputedAsync(tenant, block, blocks, cancellationToken).ConfigureAwait(false);
            if (bytes is null && isStoreSlow)
            {
                bytes = await StoredAsync(key, cancellationToken).ConfigureAwait(false);
            }

            if (bytes is null)
            {
                counters.CountPrefixChanged();
                block.Verdict = Verdict.Raw;
                continue;
            }

            cache.Add(key, bytes.Value);
            block.Output = bytes;
        }
    }

    /// <summary>Keeps an output in memory.</summary>
    public void Keep(ChunkKey key, ReadOnlyMemory<byte> output) => cache.Add(key, output);

    /// <summary>An output that is in memory or in the store; <c>null</c> where it is in neither.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> FindAsync(ChunkKey key, CancellationToken cancellationToken) =>
        cache.TryGet(key, out ReadOnlyMemory<byte> cached) ? cached : await StoredAsync(key, cancellationToken).ConfigureAwait(false);

    private async ValueTask<ReadOnlyMemory<byte>?> StoredAsync(ChunkKey key, CancellationToken cancellationToken)
    {
        try
        {
            if (await contents.GetAsync(key, cancellationToken).ConfigureAwait(false) is ContentLookup.Found found)
            {
                return found.Bytes;
            }
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            counters.CountStoreFailure();
        }

        return null;
    }

    private async Task<ReadOnlyMemory<byte>?> RecomputedAsync(
        TenantId tenant, BlockWork block, IReadOnlyList<BlockWork> blocks, CancellationToken cancellationToken)
    {
        Verdict verdict = block.Verdict!;
        if (compressorUnder(verdict.Profile) is not { } compressor)
        {
            return null;
        }

        try
        {
            ReadOnlyMemory<byte> secret = await secrets.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
            MarkerHash? marker = verdict.HasMarker ? TenantSecrets.Marker(secret.Span, block.Hash) : null;
            var context = new BlockContext(block.Block.ToolName, Anchors.Parse(verdict.Anchors), marker, block.IsToolOutput);
            byte[]? output = verdict.IsOutdated
                ? (block.OutdatedBy is null || marker is null ? null : OutdatedReads.Write(block, marker.Value))
                : verdict.IsReference
                ? BlockRepeats.Again(block, blocks, context, compressor, cancellationToken)
                : compressor.Compress(block.Content.Span, context, cancellationToken).Output;
            if (output is not null && ContentHash.Of(output) == verdict.Output)
            {
                return output;
            }
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            // Not made again in time; the caller counts it.
        }

        return null;
    }
}
