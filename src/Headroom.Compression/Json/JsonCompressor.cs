using System.Buffers;
using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Json.Sampling;
using Headroom.Compression.Markers;

namespace Headroom.Compression.Json;

/// <summary>
/// JSON as tables that hold every value, and, where rows may be left out, with the rows that tell most. Linear in the input.
/// </summary>
internal sealed class JsonCompressor : IContentCompressor
{
    // Above this share of the bytes the marker may cost what the table saves.
    private const double MarkerCheck = 0.7;

    // A sample has to save a fifth of what would be complete.
    private const double WorthOmitting = 0.8;

    // A sample of less than this share of the bytes has fewer tokens without counting both.
    private const double ClearlySmaller = 0.4;

    /// <inheritdoc/>
    public ContentKind Kind => ContentKind.Json;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        Range range = JsonBlock.Find(content);
        using JsonIndex? index = JsonIndex.TryParse(content[range], cancellationToken);
        if (index is null)
        {
            return [];
        }

        var tables = new TableReader(index);
        ReadOnlySpan<byte> before = content[..range.Start];
        ReadOnlySpan<byte> after = content[range.End..];
        Proposal lossless = Encode(tables, before, after, null, context.Marker, cancellationToken);
        if (context.Marker is not null && lossless.Text.Length > content.Length * MarkerCheck && Loses(lossless.Text, content, profile))
        {
            lossless = Encode(tables, before, after, null, null, cancellationToken);
        }

        if (context.Marker is null || !profile.MayOmit)
        {
            return [lossless];
        }

        Proposal sampled = Encode(tables, before, after, new RowSampler(index, context.Anchors), context.Marker, cancellationToken);

        // Terms that made a sample too large to pay have changed the output as well: a replay needs them.
        lossless = lossless with { UsedAnchors = sampled.UsedAnchors };
        double share = (double)sampled.Text.Length / lossless.Text.Length;
        return sampled.IsLossless || share > WorthOmitting ? [lossless] : share < ClearlySmaller ? [sampled] : [lossless, sampled];
    }

    private static bool Loses(byte[] text, ReadOnlySpan<byte> content, CompressionProfile profile) =>
        profile.Counter.Count(text) >= profile.Counter.Count(content);

    private static Proposal Encode(
        TableReader tables, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, RowSampler? sampler, MarkerHash? marker, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        var writer = new TableWriter(tables, body, sampler, cancellationToken);
        bool endsLine = writer.Write(tables.Index[0].Count == 1 ? 1 : 0);
        var output = new ArrayBufferWriter<byte>(body.WrittenCount + before.Length + after.Length + 512);
        output.Write(before);
        if (writer.Used != 0)
        {
            Encoding.UTF8.GetBytes(Legend.For(writer.Used), output);
        }

        output.Write(body.WrittenSpan);
        if (!after.IsEmpty)
        {
            output.Write(endsLine ? after.TrimStart((byte)'\n') : after);
            endsLine = after[^1] == '\n';
        }

        if (marker is { } hash)
        {
            output.Write(endsLine ? default : "\n"u8);
            if (!writer.HasOmissions)
            {
                Marker.Write(output, "Lossless form", hash);
            }
            else if (writer.ItemCount > writer.ShownItemCount)
            {
                Marker.Write(output, writer.ItemCount, writer.Unit!, writer.ShownItemCount, hash);
            }
            else
            {
                Marker.Write(output, "Long values shortened", hash);
            }
        }

        return new Proposal(
            output.WrittenSpan.ToArray(),
            !writer.HasOmissions,
            writer.HasOmissions ? ["json:table", "json:sample"] : [writer.Used == 0 ? "json:minify" : "json:table"],
            writer.ItemCount,
            writer.ShownItemCount,
            sampler?.UsedAnchors ?? Anchors.None);
    }
}
