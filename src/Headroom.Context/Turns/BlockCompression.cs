using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
using Headroom.Context.Tenants;

namespace Headroom.Context.Turns;

/// <summary>Compresses the live blocks of a turn, off the request's thread and a bounded number at a time.</summary>
internal sealed class BlockCompression(BlockCompressor compressor, CompressionProfile profile, TurnOptions options, TurnCounters counters)
    : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.MaxParallelBlocks);

    /// <summary>Gives every block a verdict, equal blocks the same one.</summary>
    /// <returns>What to store: originals and outputs of the blocks that became smaller.</returns>
    public async Task<List<StoredContent>> CompressAsync(
        IReadOnlyList<BlockWork> live, Anchors anchors, ReadOnlyMemory<byte>? markerSecret, CancellationToken budget)
    {
        IGrouping<ContentHash, BlockWork>[] distinct = [.. live.GroupBy(block => block.Hash)];
        (Verdict Verdict, byte[]? Output, List<StoredContent> Stored)[] results = await Task.WhenAll(
            distinct.Select(group => CompressOneAsync(group.First(), anchors, markerSecret, budget))).ConfigureAwait(false);
        for (int i = 0; i < distinct.Length; i++)
        {
            foreach (BlockWork block in distinct[i])
            {
                block.Verdict = results[i].Verdict;
                block.Output = results[i].Output is { } output ? new ReadOnlyMemory<byte>(output) : default(ReadOnlyMemory<byte>?);
            }
        }

        return [.. results.SelectMany(result => result.Stored)];
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task<(Verdict Verdict, byte[]? Output, List<StoredContent> Stored)> CompressOneAsync(
        BlockWork block, Anchors anchors, ReadOnlyMemory<byte>? markerSecret, CancellationToken budget)
    {
        try
        {
            await _places.WaitAsync(budget).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            counters.CountDeadline();
            return (Verdict.Raw, null, []);
        }

        try
        {
            MarkerHash? marker = markerSecret is { } secret ? TenantSecrets.Marker(secret.Span, block.Hash) : null;
            var context = new BlockContext(block.Block.ToolName, anchors, marker);
            BlockOutcome outcome = await Task.Run(() => compressor.Compress(block.Content.Span, context, budget), budget).ConfigureAwait(false);
            return outcome.Output is null ? (Verdict.Raw, null, []) : Accepted(block, outcome, anchors, marker);
        }
        catch (OperationCanceledException)
        {
            counters.CountDeadline();
            return (Verdict.Raw, null, []);
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            // A defect of a compressor costs a saving, never a model call.
            counters.CountCompressorDefect(defect);
            return (Verdict.Raw, null, []);
        }
        finally
        {
            _places.Release();
        }
    }

    private (Verdict Verdict, byte[]? Output, List<StoredContent> Stored) Accepted(
        BlockWork block, BlockOutcome outcome, Anchors anchors, MarkerHash? marker)
    {
        // All anchors that were given, not only those that added something: ranking depends on every term, and what the store
        // loses can be made again only from the same terms.
        ContentHash output = ContentHash.Of(outcome.Output);
        var verdict = new Verdict(
            output, profile.Id, anchors.ToString(), marker is not null, outcome.TokensBefore, outcome.TokensAfter, string.Join(',', outcome.Transforms));
        return (verdict, outcome.Output,
        [
            StoredOriginal.Of(block, outcome, marker),
            new StoredContent(output, outcome.Output, null, new ContentDescription("output", outcome.TokensAfter)),
        ]);
    }
}
