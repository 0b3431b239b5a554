using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Repeats;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Sessions;
using Headroom.Context.Tenants;

namespace Headroom.Context.Turns;

/// <summary>
/// Tells live blocks by earlier blocks of the same request as they are sent. What comes earlier in a lineage never changes,
/// so the words that name it stay true for as long as the block stands there; after that its own marker redeems it.
/// </summary>
internal static class BlockRepeats
{
    /// <summary>Changes the verdicts of those that become smaller.</summary>
    /// <param name="blocks">All blocks of the request, in the order of the body, with verdicts.</param>
    /// <param name="live">Those that go upstream for the first time.</param>
    /// <param name="anchors">What they were compressed with.</param>
    /// <param name="markerSecret">The tenant's secret.</param>
    /// <param name="profiles">The profiles of this process.</param>
    /// <param name="counters">Counts a deadline.</param>
    /// <param name="budget">Ends the work at its deadline; what is not told by then stays as it is.</param>
    public static void Tell(
        IReadOnlyList<BlockWork> blocks, IReadOnlySet<BlockWork> live, Anchors anchors, ReadOnlySpan<byte> markerSecret,
        ProfileSelection profiles, TurnCounters counters, CancellationToken budget)
    {
        ITokenCounter counter = profiles.Default.Counter;
        var finder = new RepeatFinder(counter);
        try
        {
            foreach (BlockWork block in blocks)
            {
                if (live.Contains(block) && !block.Verdict!.IsOutdated && profiles.For(block.Block.ToolName) is { } compressor)
                {
                    int before = TokensBefore(block, counter);
                    int asSent = block.Verdict!.IsCompressed ? block.Verdict.TokensAfter : before;
                    if (finder.Find(block.AsSent, asSent, TenantSecrets.Marker(markerSecret, block.Hash), budget) is { } repeat)
                    {
                        block.Verdict = new Verdict(
                            ContentHash.Of(repeat.Output), compressor.Profile.Id, anchors.ToString(), true, before, repeat.Tokens, repeat.Transform);
                        block.Output = repeat.Output;
                    }
                }

                Note(finder, block);
            }
        }
        catch (OperationCanceledException)
        {
            counters.CountDeadline();
        }
    }

    /// <summary>Makes what a verdict says again, from the blocks before it; <c>null</c> where they do not hold it.</summary>
    public static byte[]? Again(
        BlockWork block, IReadOnlyList<BlockWork> blocks, in BlockContext context, BlockCompressor compressor, CancellationToken cancellationToken)
    {
        ITokenCounter counter = compressor.Profile.Counter;
        var finder = new RepeatFinder(counter);
        ReadOnlyMemory<byte>? asSent = null;
        foreach (BlockWork earlier in blocks.TakeWhile(earlier => earlier != block))
        {
            Note(finder, earlier);
            if (earlier.Hash == block.Hash && earlier.Verdict is { IsReference: false })
            {
                asSent ??= earlier.AsSent;
            }
        }

        asSent ??= compressor.Compress(block.Content.Span, context, cancellationToken).Output is { } output ? output : block.Content;
        return finder.Find(asSent.Value, counter.Count(asSent.Value.Span), context.Marker!.Value, cancellationToken)?.Output;
    }

    /// <summary>A block that is itself told by another does not stand there in full.</summary>
    private static void Note(RepeatFinder finder, BlockWork block)
    {
        if (block.Verdict is { IsReference: false })
        {
            finder.Add(block.Block.ToolName, block.AsSent);
        }
    }

    private static int TokensBefore(BlockWork block, ITokenCounter counter) =>
        block.CountedTokens ?? counter.Count(block.Content.Span);
}
