using System.Globalization;
using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Markup.Html;

/// <summary>The forms of a page: its Markdown, with long tables as tables are written; and of that the sentences that fit the question. Each has one marker.</summary>
/// <param name="tables">Shortens tables.</param>
/// <param name="prose">Chooses sentences.</param>
internal sealed class MarkdownForms(IContentCompressor tables, IContentCompressor prose)
{
    /// <summary>Proposes the forms.</summary>
    /// <param name="page">The page.</param>
    /// <param name="content">What it was read from.</param>
    /// <param name="context">What else is known of the block; it has a marker.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public IReadOnlyList<Proposal> Propose(
        HtmlPage page, ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        MarkerHash marker = context.Marker!.Value;
        using var output = new Utf8Text(content.Length / 4);
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

        byte[] markdown = output.ToArray();
        string leftOut = page.LeftOut.Length > 0 ? $", without {page.LeftOut}" : "";
        string summary = string.Create(CultureInfo.InvariantCulture, $"{content.Length} bytes of HTML as Markdown{leftOut}");
        string[] stages = [.. shortened.SelectMany(table => table.Transforms).Prepend("html:markdown").Distinct()];
        Anchors used = Anchors.Union(shortened.Select(table => table.UsedAnchors).Append(page.UsedAnchors));
        var whole = new Proposal(
            Marked(markdown, summary, marker), IsLossless: false, stages, shortened.Sum(table => table.ItemCount), shortened.Sum(table => table.ShownItemCount), used);
        return
        [
            whole,
            .. prose.Propose(markdown, context with { IsToolOutput = true }, profile, cancellationToken).Select(chosen => chosen with
            {
                Text = Marked(Marker.WithoutHandle(chosen.Text, marker), summary, marker),
                IsLossless = false,
                Transforms = [.. stages, .. chosen.Transforms],
                UsedAnchors = Anchors.Union([used, chosen.UsedAnchors]),
            }),
        ];
    }

    private static byte[] Marked(ReadOnlySpan<byte> markdown, string summary, MarkerHash marker)
    {
        using var output = new Utf8Text(markdown.Length + 200);
        Marker.Write(output.Append(markdown.TrimEnd((byte)'\n')).Append("\n\n"u8), summary, marker);
        return output.ToArray();
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
