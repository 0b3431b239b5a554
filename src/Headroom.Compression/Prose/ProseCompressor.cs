using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;

namespace Headroom.Compression.Prose;

/// <summary>
/// Compresses prose. Lossless: what repeats is written once. Where the block can be retrieved and something is asked of it: the
/// sentences that fit the question, by BM25 and salience. Words are left out only where nothing is asked, and never in tool output.
/// </summary>
/// <remarks>
/// Numbered as a reader follows it: 1. take the text apart (<see cref="ProseText"/>), 2. make sure that it is prose
/// (<see cref="ProseEvidence"/>), 3. write repeats once (<see cref="RepeatedProse"/>), 4. rank (<see cref="SentenceRanking"/>),
/// 5. choose (<see cref="SentenceSelection"/>), 6. write what was chosen (<see cref="SampledProse"/>), or with nothing asked the text
/// with fewer words (<see cref="PrunedProse"/>).
/// </remarks>
internal sealed class ProseCompressor : IContentCompressor
{
    // A lossless form that is this small is better than any sample.
    private const double SmallEnough = 0.35;

    // Where less is to stay, words do not suffice.
    private const double LeastByWords = 0.6;

    /// <inheritdoc/>
    public ContentKind Kind => ContentKind.Text;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(
        ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        // 1. and 2.
        ProseText text = ProseText.Read(content, cancellationToken);
        if (!ProseEvidence.IsProse(content, text, cancellationToken))
        {
            return [];
        }

        // 3.
        var proposals = new List<Proposal>();
        int count = text.Units.Count;
        byte[]? repeated = RepeatedProse.Write(content, text, cancellationToken);
        if (repeated is not null)
        {
            proposals.Add(new Proposal(repeated, IsLossless: true, ["prose:repeats"], count, count, Anchors.None));
        }

        bool isSmall = repeated is not null && repeated.Length <= content.Length * SmallEnough;
        if (context.Marker is not { } marker || !profile.MayOmit || isSmall || profile.TargetRatio >= 1)
        {
            return proposals;
        }

        // 4. to 6., or words where nothing is asked.
        SentenceRanking? ranking = SentenceRanking.Of(content, text.Units, context.Anchors, cancellationToken);
        bool mayPrune = MayPrune(context, profile);
        Proposal? smaller = ranking is null && mayPrune ? Pruned(content, text, context, profile, marker, cancellationToken)
            : ranking is not null || profile.TargetRatio is not null ? Sampled(content, text, ranking, profile, marker, cancellationToken)
            : null;
        if (smaller is not null && smaller.Text.Length < content.Length)
        {
            proposals.Add(smaller);
        }

        return proposals;
    }

    /// <summary>Whether words would be left out of a block, so that somebody's opinion of each of them matters.</summary>
    public static bool LeavesWordsOut(ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        if (context.Marker is null || !profile.MayOmit || profile.TargetRatio >= 1 || !MayPrune(context, profile) || !PrunedProse.IsInItsLanguage(content))
        {
            return false;
        }

        ProseText text = ProseText.Read(content, cancellationToken);
        return ProseEvidence.IsProse(content, text, cancellationToken)
            && SentenceRanking.Of(content, text.Units, context.Anchors, cancellationToken) is null;
    }

    private static bool MayPrune(in BlockContext context, CompressionProfile profile) => !context.IsToolOutput && PrunedProse.RatioOf(profile) >= LeastByWords;

    private static Proposal? Sampled(
        ReadOnlySpan<byte> content, ProseText text, SentenceRanking? ranking, CompressionProfile profile, MarkerHash marker, CancellationToken cancellationToken)
    {
        SentenceSelection selection = SentenceSelection.Choose(content, text, ranking, profile, cancellationToken);
        int count = text.Units.Count;
        return selection.ShownCount == count
            ? null
            : new Proposal(SampledProse.Write(content, text, selection, marker), IsLossless: false, ["prose:sentences"], count, selection.ShownCount, selection.UsedAnchors);
    }

    private static Proposal? Pruned(
        ReadOnlySpan<byte> content, ProseText text, in BlockContext context, CompressionProfile profile, MarkerHash marker, CancellationToken cancellationToken)
    {
        // Under a model's profile nothing but its scores decides: the same profile must not give the bytes of the lists at another time.
        bool isScored = profile.WordModel is not null;
        return (isScored && context.Scores is null)
            || PrunedProse.Write(content, text, profile, marker, isScored ? context.Scores : null, out int words, out int shown, cancellationToken) is not { } pruned
            ? null
            : new Proposal(pruned, IsLossless: false, [isScored ? "prose:scored-words" : "prose:words"], words, shown, Anchors.None);
    }
}
