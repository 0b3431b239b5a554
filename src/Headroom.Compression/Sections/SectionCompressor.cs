using System.Buffers;
using System.Globalization;
using System.Text.Unicode;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;

namespace Headroom.Compression.Sections;

/// <summary>
/// Compresses a block of several kinds section by section. The sections' own markers give way to one for the whole block, so a
/// form of it exists only where the reader can retrieve.
/// </summary>
internal sealed class SectionCompressor(IReadOnlyList<IContentCompressor> compressors) : IContentCompressor
{
    /// <summary>What replacing a section has to win, so that its boundaries are worth blurring.</summary>
    private const int MinGain = 8;

    /// <inheritdoc/>
    public ContentKind Kind => ContentKind.Mixed;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(
        ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        if (context.Marker is not { } marker || !profile.MayOmit)
        {
            return [];
        }

        IReadOnlyList<Section> sections = SectionSplitter.Split(content);
        var output = new ArrayBufferWriter<byte>(Math.Max(content.Length / 4, 256));
        List<Proposal> used = [];

        // Scores number the words of the whole block.
        BlockContext inSection = context with { Scores = null };
        foreach (Section section in sections)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> text = section.Of(content);
            ReadOnlySpan<byte> whole = section.IsItems ? [(byte)'[', .. text, (byte)']'] : text;
            if (Smallest(whole, section.Kind, inSection, profile, marker, cancellationToken) is not { } best)
            {
                output.Write(text);
                continue;
            }

            used.Add(best);
            output.Write(best.Text);
            output.Write(text.EndsWith("\n"u8) && !best.Text.AsSpan().EndsWith("\n"u8) ? "\n"u8 : default);
        }

        if (used.Count == 0)
        {
            return [];
        }

        output.Write(output.WrittenSpan.EndsWith("\n"u8) ? default : "\n"u8);
        Marker.Write(output, string.Create(CultureInfo.InvariantCulture, $"{used.Count} of {sections.Count} sections shortened"), marker);
        return
        [
            new Proposal(
                output.WrittenSpan.ToArray(), IsLossless: false, [.. used.SelectMany(section => section.Transforms).Prepend("mixed:sections").Distinct()],
                used.Sum(section => section.ItemCount), used.Sum(section => section.ShownItemCount), Anchors.Union(used.Select(section => section.UsedAnchors))),
        ];
    }

    private Proposal? Smallest(
        ReadOnlySpan<byte> section, ContentKind kind, in BlockContext context, CompressionProfile profile, MarkerHash marker, CancellationToken cancellationToken)
    {
        Proposal? best = null;
        int least = section.Length < profile.MinBytes ? 0 : profile.Counter.Count(section) - MinGain;
        IContentCompressor? compressor = least > 0 ? compressors.FirstOrDefault(compressor => compressor.Kind == kind) : null;
        foreach (Proposal proposal in compressor?.Propose(section, context, profile, cancellationToken) ?? [])
        {
            byte[] text = Marker.WithoutHandle(proposal.Text, marker);
            int tokens = profile.Counter.Count(text);
            if (tokens < least && Utf8.IsValid(text) == Utf8.IsValid(section))
            {
                best = proposal with { Text = text };
                least = tokens;
            }
        }

        return best;
    }
}
