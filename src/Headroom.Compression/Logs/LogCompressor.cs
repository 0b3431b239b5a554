using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;

namespace Headroom.Compression.Logs;

/// <summary>
/// Compresses logs in two stages. Lossless: every template once and a row per line. Sampled, where the block can be
/// retrieved: repeated templates summed up, with errors, warnings, traces and rare lines as they stand. Linear in the input.
/// </summary>
/// <remarks>
/// Numbered as a reader follows it: 1. split lines and read stamps and levels (<see cref="StampedLog"/>), 2. mine templates
/// (<see cref="TemplateMiner"/>), 3. extract values (<see cref="TemplatedLog"/>), 4. fold (<see cref="FoldedLog"/>),
/// 5. select and sum up (<see cref="LineSelection"/>, <see cref="SampledLog"/>).
/// </remarks>
internal sealed class LogCompressor : IContentCompressor
{
    /// <inheritdoc/>
    public ContentKind Kind => ContentKind.Log;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(
        ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        if (content.IsEmpty)
        {
            return [];
        }

        var proposals = new List<Proposal>();
        using TemplatedLog log = TemplatedLog.Read(content, cancellationToken);
        int lines = log.TemplateOf.Count;
        if (FoldedLog.Write(content, log, profile.Counter, cancellationToken) is { } folded)
        {
            proposals.Add(new Proposal(folded, IsLossless: true, ["log:templates"], lines, lines, Anchors.None));
        }

        if (context.Marker is { } marker && profile.MayOmit)
        {
            using LineSelection selection = LineSelection.Select(content, log, context.Anchors, cancellationToken);
            if (SampledLog.Write(content, log, selection, marker, cancellationToken, out int shown) is { } sampled
                && sampled.Length < content.Length)
            {
                proposals.Add(new Proposal(sampled, IsLossless: false, ["log:templates", "log:sample"], lines, shown, selection.UsedAnchors));
            }
        }

        return proposals;
    }
}
