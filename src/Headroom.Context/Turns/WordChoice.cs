using Headroom.Compression.Blocks;
using Headroom.Compression.Prose.Words;
using Headroom.Context.Ports;

namespace Headroom.Context.Turns;

/// <summary>
/// Has a text model choose the words of a block that are left out, where any would be. A block that the model has nothing to say
/// about, or not in time, is compressed as if there were no model, under the profile's own name.
/// </summary>
internal sealed class WordChoice(ITextModel model, TurnCounters counters)
{
    /// <summary>The compressor and the context for a block: with the model's scores, or as they were.</summary>
    /// <param name="compressor">What compresses the block without a model.</param>
    /// <param name="context">What is known of it.</param>
    /// <param name="content">The block.</param>
    /// <param name="budget">Ends the work; then the caller's own wait ends, too.</param>
    public async Task<(BlockCompressor Compressor, BlockContext Context)> AskAsync(
        BlockCompressor compressor, BlockContext context, ReadOnlyMemory<byte> content, CancellationToken budget)
    {
        if (context.IsToolOutput || !await Task.Run(() => compressor.LeavesWordsOut(content.Span, context, budget), budget).ConfigureAwait(false))
        {
            return (compressor, context);
        }

        TextScoring answer = await model.ScoreAsync(content, budget).ConfigureAwait(false);
        if (answer.Scores is { } scores && scores.Count == TextWords.Count(content.Span))
        {
            return (new BlockCompressor(compressor.Profile.WithWordModel(model.Id)), context with { Scores = scores });
        }

        counters.CountUnscored();
        return (compressor, context);
    }
}
