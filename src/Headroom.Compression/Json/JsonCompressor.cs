using System.Buffers;
using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Json.Embedding;
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

    // A sample of less than this share of what its tables would take in full is not worth comparing.
    private const double FarSmaller = 0.15;

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
        var terms = new HashSet<string>();

        // Where the text around it could be taken for a heading, strings stay in their places.
        bool isMistakable = TextSections.HasHeading(before) || TextSections.HasHeading(after);
        var scope = new TextScope(profile, context.Anchors, false, isMistakable ? int.MaxValue : 0, cancellationToken);
        if (context.Marker is null || !profile.MayOmit)
        {
            Proposal all = Lossless(content, before, after, EncodedJson.Encode(tables, scope, terms), context.Marker, profile);
            return [all with { UsedAnchors = Used(context.Anchors, terms) }];
        }

        EncodedJson sample = EncodedJson.Encode(tables, scope with { MaySample = true }, terms);
        Proposal sampled = Assemble(sample, before, after, context.Marker);
        if (sampled.Text.Length < sample.CompleteBytes * FarSmaller)
        {
            return [sampled with { UsedAnchors = Used(context.Anchors, terms) }];
        }

        Proposal lossless = Lossless(content, before, after, EncodedJson.Encode(tables, scope, terms), context.Marker, profile);

        // Terms that made a sample too large to pay have changed the output as well: a replay needs them.
        Anchors used = Used(context.Anchors, terms);
        lossless = lossless with { UsedAnchors = used };
        sampled = sampled with { UsedAnchors = used };
        double share = (double)sampled.Text.Length / lossless.Text.Length;
        return sampled.IsLossless || share > WorthOmitting ? [lossless] : share < ClearlySmaller ? [sampled] : [lossless, sampled];
    }

    private static Anchors Used(Anchors anchors, HashSet<string> terms) => anchors.Where(position => terms.Contains(anchors.Terms[position]));

    private static Proposal Lossless(
        ReadOnlySpan<byte> content, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, EncodedJson all, MarkerHash? marker, CompressionProfile profile)
    {
        Proposal lossless = Assemble(all, before, after, marker);
        return marker is not null && lossless.Text.Length > content.Length * MarkerCheck && Loses(lossless.Text, content, profile)
            ? Assemble(all, before, after, null)
            : lossless;
    }

    private static bool Loses(byte[] text, ReadOnlySpan<byte> content, CompressionProfile profile) =>
        profile.Counter.Count(text) >= profile.Counter.Count(content);

    private static Proposal Assemble(EncodedJson json, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, MarkerHash? marker)
    {
        var output = new ArrayBufferWriter<byte>(json.Body.Length + before.Length + after.Length + 512);
        output.Write(before);
        if (json.Used != 0)
        {
            Encoding.UTF8.GetBytes(Legend.For(json.Used), output);
        }

        var sections = new TextSections(output);
        sections.WriteBody(json.Body, json.References);
        bool endsLine = json.EndsLine;
        if (!after.IsEmpty)
        {
            output.Write(endsLine ? after.TrimStart((byte)'\n') : after);
            endsLine = after[^1] == '\n';
        }

        sections.Add(json.Named);
        output.Write((json.Texts.Count == 0 && json.Named.Count == 0) || endsLine ? default : "\n"u8);
        endsLine |= sections.WriteTexts();
        if (marker is { } hash)
        {
            output.Write(endsLine ? default : "\n"u8);
            if (!json.HasOmissions)
            {
                Marker.Write(output, "Lossless form", hash);
            }
            else if (json.ItemCount > json.ShownItemCount)
            {
                Marker.Write(output, json.ItemCount, json.Unit!, json.ShownItemCount, hash);
            }
            else
            {
                Marker.Write(output, json.HoldsAllValues ? "White space inside strings left out" : "Long values shortened", hash);
            }
        }

        return new Proposal(output.WrittenSpan.ToArray(), !json.HasOmissions, json.Transforms, json.ItemCount, json.ShownItemCount, Anchors.None);
    }
}
