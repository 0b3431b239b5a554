using System.Globalization;
using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Markup.Html;

/// <summary>The form of a page: its Markdown, with long tables as tables are written, and one marker. Text that is prose may be given to a sampler of prose here.</summary>
/// <param name="tables">Shortens tables.</param>
internal sealed class MarkdownForms(IContentCompressor tables)
{
    /// <summary>Proposes the form.</summary>
    /// <param name="page">The page.</param>
    /// <param name="content">What it was read from.</param>
    /// <param name="context">What else is known of the block; it has a marker.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public IReadOnlyList<Proposal> Propose(
        HtmlPage page, ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        MarkerHash marker = context.Marker!.Value;
        var output = new Utf8Text(content.Length / 4);
        List<Proposal> shortened = [];
        for (int i = 0; i < page.Blocks.Count; i++)
        {
            MarkdownBlock block = page.Blocks[i];
            output.Append(Encoding.UTF8.GetBytes(i == 0 ? "" : page.SeparatorBefore(i)));
            byte[] text = Encoding.UTF8.GetBytes(block.Text);
            if (block.IsTable && Smallest(text, context, profile, marker, cancellationToken) is { } table)
            {
                shortened.Add(table);
                text = table.Text;
            }

            output.Append(text.AsSpan().TrimEnd((byte)'\n'));
        }

        string leftOut = page.LeftOut.Length > 0 ? $", without {page.LeftOut}" : "";
        Marker.Write(output.Append("\n\n"u8), string.Create(CultureInfo.InvariantCulture, $"{content.Length} bytes of HTML as Markdown{leftOut}"), marker);
        string[] stages = [.. shortened.SelectMany(table => table.Transforms).Prepend("html:markdown").Distinct()];
        Anchors used = Anchors.Union(shortened.Select(table => table.UsedAnchors).Append(page.UsedAnchors));
        return
        [
            new Proposal(output.ToArray(), IsLossless: false, stages, shortened.Sum(table => table.ItemCount), shortened.Sum(table => table.ShownItemCount), used),
        ];
    }

    private Proposal? Smallest(byte[] table, in BlockContext context, CompressionProfile profile, MarkerHash marker, CancellationToken cancellationToken)
    {
        Proposal? best = null;
        int least = table.Length < profile.MinBytes ? 0 : profile.Counter.Count(table);
        foreach (Proposal proposal in least > 0 ? tables.Propose(table, context, profile, cancellationToken) : [])
        {
            byte[] text = Marker.WithoutHandle(proposal.Text, marker);
            int tokens = profile.Counter.Count(text);
            if (tokens < least)
            {
                best = proposal with { Text = text };
                least = tokens;
            }
        }

        return best;
    }
}
