using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;

namespace Headroom.Compression.Prose;

/// <summary>
/// Compresses prose. Lossless: what repeats is written once. Where the block can be retrieved and something is asked of it: the
/// sentences that fit the question, by BM25 and salience. Words are left out only where nothing is asked, and never in tool output.
/// </summary>
/// <remarks>
/// Numbered as a reader follows it: 1. take the text apart (<see cref="ProseText"/>), 2. make sure that it is prose
/// (<see cref="ProseEvidence"/>), 3. write repeats once (<see cref="RepeatedProse"/>), 4. rank (<see cref="SentenceRanking"/>),
/// 5. choose (<see cref="SentenceSelection"/>), 6. write what was chosen (<see cref="SampledProse"/>).
/// </remarks>
internal sealed class ProseCompressor : IContentCompressor
{
    // A lossless form that is this small is better than any sample.
    private const double SmallEnough = 0.35;

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

        // 4. to 6.
        SentenceRanking? ranking = SentenceRanking.Of(content, text.Units, context.Anchors, cancellationToken);
        if (ranking is not null || profile.TargetRatio is not null)
        {
            SentenceSelection selection = SentenceSelection.Choose(content, text, ranking, profile, cancellationToken);
            byte[]? sampled = selection.ShownCount < count ? SampledProse.Write(content, text, selection, marker) : null;
            if (sampled is not null && sampled.Length < content.Length)
            {
                proposals.Add(new Proposal(sampled, IsLossless: false, ["prose:sentences"], count, selection.ShownCount, selection.UsedAnchors));
            }
        }

        return proposals;
    }
}
