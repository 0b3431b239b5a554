using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Logs;

namespace Headroom.Compression.Builds;

/// <summary>
/// Compresses the output of test runners, compilers and package managers. Lossless: templates as in logs. Sampled: what failed
/// stays in full, warnings once per template, totals as they stand; passed tests, compiled files and downloads are counted.
/// </summary>
/// <remarks>
/// 1. mine templates (<see cref="TemplatedLog"/>), 2. fold (<see cref="FoldedLog"/>), 3. read what each line tells
/// (<see cref="LineReader"/>), 4. select (<see cref="BuildSelection"/>), 5. write (<see cref="SampledBuild"/>).
/// </remarks>
internal sealed class BuildCompressor : IContentCompressor
{
    /// <inheritdoc/>
    public ContentKind Kind => ContentKind.Build;

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
            proposals.Add(new Proposal(folded, IsLossless: true, ["build:templates"], lines, lines, Anchors.None));
        }

        if (context.Marker is { } marker && profile.MayOmit)
        {
            using BuildSelection selection = BuildSelection.Select(content, log, context.Anchors, cancellationToken);
            if (SampledBuild.Write(content, log, selection, marker, cancellationToken, out int shown) is { } sampled && sampled.Length < content.Length)
            {
                proposals.Add(new Proposal(sampled, IsLossless: false, ["build:sample"], lines, shown, selection.UsedAnchors));
            }
        }

        return proposals;
    }
}
