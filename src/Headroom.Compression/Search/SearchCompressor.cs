using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Json;
using Headroom.Compression.Markers;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Search;

/// <summary>
/// Compresses search results in two stages. Lossless: every path once. Sampled, where the block can be retrieved: every file with its
/// number of hits and the best of them. Linear in the input.
/// </summary>
/// <remarks>
/// Numbered as a reader follows it: 1. tell the tool's shape (<see cref="SearchEvidence"/>), 2. take lines apart
/// (<see cref="SearchBlock"/>), 3. group (<see cref="GroupedSearch"/>), 4. choose hits (<see cref="HitSelection"/>), 5. write them
/// (<see cref="SampledSearch"/>).
/// </remarks>
internal sealed class SearchCompressor : IContentCompressor
{
    /// <inheritdoc/>
    public ContentKind Kind => ContentKind.Search;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(
        ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        SearchShape shape = SearchEvidence.Shape(content);
        MarkerHash? marker = profile.MayOmit ? context.Marker : null;
        return shape switch
        {
            SearchShape.None => [],
            SearchShape.Events => ProposeEvents(content, context, profile, marker, cancellationToken),
            _ => ProposeLines(content, shape, context.Anchors, marker, cancellationToken),
        };
    }

    private static List<Proposal> ProposeLines(
        ReadOnlySpan<byte> content, SearchShape shape, Anchors anchors, MarkerHash? marker, CancellationToken cancellationToken)
    {
        var proposals = new List<Proposal>();
        using SearchBlock block = SearchBlock.Read(content, shape);
        if (shape is SearchShape.Numbered or SearchShape.Unnumbered && GroupedSearch.Write(content, block, cancellationToken) is { } grouped)
        {
            proposals.Add(new Proposal(grouped, IsLossless: true, ["search:group"], block.HitCount, block.HitCount, Anchors.None));
        }

        if (marker is { } hash)
        {
            using HitSelection selection = HitSelection.Choose(content, block, anchors, cancellationToken);
            if (SampledSearch.Write(content, block, selection, hash, out int shown) is { } sampled && sampled.Length < content.Length)
            {
                string[] stages = ["search:group", "search:sample"];
                proposals.Add(new Proposal(sampled, IsLossless: false, stages, block.HitCount, shown, selection.UsedAnchors));
            }
        }

        return proposals;
    }

    // Events are JSON, and that is how they are kept where nothing may be left out. As rows they lose positions and statistics.
    private static List<Proposal> ProposeEvents(
        ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, MarkerHash? marker, CancellationToken cancellationToken)
    {
        if (marker is not { } hash)
        {
            return [.. new JsonCompressor().Propose(content, context, profile, cancellationToken)];
        }

        byte[] rows = RipgrepEvents.ToHeadings(content);
        using SearchBlock block = SearchBlock.Read(rows, SearchShape.Heading);
        using var complete = new Utf8Text(rows.Length + 256);
        complete.Append("[rg --json as rg --heading prints it]\n"u8).Append(rows);
        Marker.Write(complete, $"{block.HitCount} hits, all shown; without positions in the lines and statistics", hash);
        List<Proposal> proposals = ProposeLines(rows, SearchShape.Heading, context.Anchors, marker, cancellationToken);
        proposals.Add(new Proposal(complete.ToArray(), IsLossless: false, ["search:events"], block.HitCount, block.HitCount, Anchors.None));
        return proposals;
    }
}
