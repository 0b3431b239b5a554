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
    OutputCache cache, IContentStore contents, TenantSecrets secrets, Func<string, BlockCompressor?> compressorUnder, TurnCounters counters)
{
    /// <summary>Sets the output of a block whose verdict is compressed, or turns the verdict raw.</summary>
    /// <param name="tenant">Whose store it is.</param>
    /// <param name="block">The block.</param>
    /// <param name="blocks">All blocks of the request, those before this one replayed already.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task ReplayAsync(TenantId tenant, BlockWork block, IReadOnlyList<BlockWork> blocks, CancellationToken cancellationToken)
    {
        ContentHash output = block.Verdict!.Output!.Value;
        var key = new ChunkKey(tenant, output);
        ReadOnlyMemory<byte>? bytes = await FindAsync(key, cancellationToken).ConfigureAwait(false)
            ?? await RecomputedAsync(tenant, block, blocks, cancellationToken).ConfigureAwait(false);
        if (bytes is null)
        {
            counters.CountPrefixChanged();
            block.Verdict = Verdict.Raw;
            return;
        }

        cache.Add(key, bytes.Value);
        block.Output = bytes;
    }

    /// <summary>Keeps an output in memory.</summary>
    public void Keep(ChunkKey key, ReadOnlyMemory<byte> output) => cache.Add(key, output);

    /// <summary>An output that is in memory or in the store; <c>null</c> where it is in neither.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> FindAsync(ChunkKey key, CancellationToken cancellationToken)
    {
        if (cache.TryGet(key, out ReadOnlyMemory<byte> cached))
        {
            return cached;
        }

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
