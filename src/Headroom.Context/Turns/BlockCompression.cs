using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Context.Chunks;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Reads;
using Headroom.Context.Sessions;
using Headroom.Context.Tenants;

namespace Headroom.Context.Turns;

/// <summary>
/// Compresses the live blocks of a turn, off the request's thread and a bounded number at a time; then tells those that say
/// what an earlier block of the request says by that block.
/// </summary>
/// <param name="options">How many at a time.</param>
/// <param name="counters">Counts what goes wrong.</param>
/// <param name="model">Chooses words of prose; <c>null</c> where lists do. Outputs that it had a say in cannot be made again by <see cref="BlockReplay"/>.</param>
internal sealed class BlockCompression(TurnOptions options, TurnCounters counters, ITextModel? model = null)
    : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.MaxParallelBlocks);
    private readonly WordChoice? _words = model is null ? null : new WordChoice(model, counters);

    /// <summary>Gives every block that has none a verdict.</summary>
    /// <param name="blocks">All blocks of the request, in the order of the body.</param>
    /// <param name="profiles">The profiles to work under.</param>
    /// <param name="anchors">What the user asked for.</param>
    /// <param name="markerSecret">The tenant's secret; <c>null</c> where the reader cannot retrieve.</param>
    /// <param name="variants">What other sessions have made; <c>null</c> where everything is made here.</param>
    /// <param name="budget">Ends the work at its deadline; what is not done then goes raw.</param>
    /// <returns>What to store: originals and outputs of the blocks that became smaller.</returns>
    public async Task<List<StoredContent>> CompressAsync(
        IReadOnlyList<BlockWork> blocks, ProfileSelection profiles, Anchors anchors, ReadOnlyMemory<byte>? markerSecret, TurnVariants? variants, CancellationToken budget)
    {
        HashSet<BlockWork> live = [.. blocks.Where(block => block.Verdict is null)];
        Dictionary<ContentHash, BlockWork> settled = [];
        foreach (BlockWork block in blocks.Where(block => block.Verdict is { IsReference: false }))
        {
            settled.TryAdd(block.Hash, block);
        }

        IGrouping<ContentHash, BlockWork>[] contents = [.. live.GroupBy(block => block.Hash)];
        await Task.WhenAll(contents.Where(group => !settled.ContainsKey(group.Key))
            .Select(group => CompressOneAsync(group.First(), profiles, anchors, markerSecret, variants, budget))).ConfigureAwait(false);
        foreach (IGrouping<ContentHash, BlockWork> group in contents)
        {
            BlockWork first = settled.GetValueOrDefault(group.Key) ?? group.First();
            foreach (BlockWork block in group.Where(block => block != first))
            {
                (block.Verdict, block.Output, block.Outcome) = (first.Verdict, first.Output, first.Outcome);
            }
        }

        if (markerSecret is { } secret)
        {
            LeaveOutdatedOut(live, profiles, secret.Span);
            BlockRepeats.Tell(blocks, live, anchors, secret.Span, profiles, counters, budget);
        }

        return [.. live.Where(block => block.Output is not null).SelectMany(block => Stored(block, markerSecret))];
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private static void LeaveOutdatedOut(IEnumerable<BlockWork> live, ProfileSelection profiles, ReadOnlySpan<byte> markerSecret)
    {
        foreach (BlockWork block in live.Where(block => block.OutdatedBy is not null))
        {
            if (profiles.For(block.Block.ToolName)?.Profile is not { MayOmit: true } profile)
            {
                continue;
            }

            byte[] output = OutdatedReads.Write(block, TenantSecrets.Marker(markerSecret, block.Hash));
            int before = block.Outcome?.TokensBefore ?? profile.Counter.Count(block.Content.Span);
            int after = profile.Counter.Count(output);
            if (after < (block.Verdict is { IsCompressed: true } smaller ? smaller.TokensAfter : before))
            {
                block.Verdict = new Verdict(ContentHash.Of(output), profile.Id, "", true, before, after, OutdatedReads.Transform);
                block.Output = output;
            }
        }
    }

    private async Task CompressOneAsync(
        BlockWork block, ProfileSelection profiles, Anchors anchors, ReadOnlyMemory<byte>? markerSecret, TurnVariants? variants, CancellationToken budget)
    {
        block.Verdict = Verdict.Raw;
        if (profiles.For(block.Block.ToolName) is not { } compressor)
        {
            return;
        }

        try
        {
            MarkerHash? marker = markerSecret is { } secret ? TenantSecrets.Marker(secret.Span, block.Hash) : null;
            var context = new BlockContext(block.Block.ToolName, block.IsQuestion ? Anchors.None : anchors, marker, block.IsToolOutput);
            if (_words is not null)
            {
                (compressor, context) = await _words.AskAsync(compressor, context, block.Content, budget).ConfigureAwait(false);
            }

            (BlockCompressor chosen, BlockContext given) = (compressor, context);
            block.Outcome = variants is null
                ? await InPlaceAsync(block, chosen, given, budget).ConfigureAwait(false)
                : await variants.GetAsync(block, VariantKey.Of(chosen.Profile, given), token => InPlaceAsync(block, chosen, given, token), budget).ConfigureAwait(false);
            if (block.Outcome.Output is { } output)
            {
                // All anchors that were given, not only those that added something: ranking depends on every term, and what
                // the store loses can be made again only from the same terms.
                block.Output = output;
                block.Verdict = new Verdict(
                    ContentHash.Of(output), compressor.Profile.Id, anchors.ToString(), marker is not null,
                    block.Outcome.TokensBefore, block.Outcome.TokensAfter, string.Join(',', block.Outcome.Transforms));
            }
        }
        catch (OperationCanceledException)
        {
            counters.CountDeadline();
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            // A defect of a compressor costs a saving, never a model call.
            counters.CountCompressorDefect(defect);
        }
    }

    private async Task<BlockOutcome> InPlaceAsync(BlockWork block, BlockCompressor compressor, BlockContext context, CancellationToken budget)
    {
        await _places.WaitAsync(budget).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => compressor.Compress(block.Content.Span, context, budget), budget).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    private static StoredContent[] Stored(BlockWork block, ReadOnlyMemory<byte>? markerSecret)
    {
        Verdict verdict = block.Verdict!;
        MarkerHash? marker = markerSecret is { } secret ? TenantSecrets.Marker(secret.Span, block.Hash) : null;
        return
        [
            StoredOriginal.Of(block, marker),
            new StoredContent(verdict.Output!.Value, block.Output!.Value, null, new ContentDescription("output", verdict.TokensAfter)),
        ];
    }
}
