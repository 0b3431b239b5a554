using System.Buffers;
using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Json.Embedding;
using Headroom.Compression.Markers;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Json;

/// <summary>The forms of a block that tables were read from: complete, and, where rows may be left out, with the rows that tell most.</summary>
/// <param name="tables">What was read.</param>
/// <param name="isExact">Whether the complete form gives back all of the block; if not, it stands only with a marker.</param>
/// <param name="legend">Explains the notation that a form uses.</param>
internal sealed class TableForms(TableReader tables, bool isExact, Func<Notation, string> legend)
{
    // Above this share of the bytes the marker may cost what the table saves.
    private const double MarkerCheck = 0.7;

    // A sample has to save a fifth of what would be complete.
    private const double WorthOmitting = 0.8;

    // A sample of less than this share of the bytes has fewer tokens without counting both.
    private const double ClearlySmaller = 0.4;

    // A sample of less than this share of what its tables would take in full is not worth comparing.
    private const double FarSmaller = 0.15;

    /// <value>Whether what follows the tables begins a line; if not, it begins with the line break of the last row.</value>
    public bool IsFollowedByLine { get; init; }

    /// <value>What a marker says of a form that holds every value but does not give back the text.</value>
    public string Inexactness { get; init; } = "Quotes and spaces around values left out";

    /// <summary>Proposes the forms.</summary>
    /// <param name="content">The block.</param>
    /// <param name="range">What the tables stand for; the text around it stays.</param>
    /// <param name="context">What else is known of the block.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public IReadOnlyList<Proposal> Propose(
        ReadOnlySpan<byte> content, Range range, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        bool mayOmit = context.Marker is not null && profile.MayOmit;
        if (!isExact && !mayOmit)
        {
            return [];
        }

        var terms = new HashSet<string>();
        ReadOnlySpan<byte> before = content[..range.Start];
        ReadOnlySpan<byte> after = content[range.End..];

        // Where the text around it could be taken for a heading, strings stay in their places.
        bool isMistakable = TextSections.HasHeading(before) || TextSections.HasHeading(after);
        var scope = new TextScope(profile, context.Anchors, false, isMistakable ? int.MaxValue : 0, cancellationToken);
        if (!mayOmit)
        {
            return [Complete(content, before, after, scope, terms, context.Marker)];
        }

        EncodedJson some = EncodedJson.Encode(tables, scope with { MaySample = true }, terms);
        Proposal sampled = Assemble(some, before, after, context.Marker);
        if (sampled.Text.Length < some.CompleteBytes * FarSmaller)
        {
            return [sampled with { UsedAnchors = Used(context.Anchors, terms) }];
        }

        // Terms that made a sample too large to pay have changed the output as well: a replay needs them.
        Proposal complete = Complete(content, before, after, scope, terms, context.Marker);
        sampled = sampled with { UsedAnchors = complete.UsedAnchors };
        double share = (double)sampled.Text.Length / complete.Text.Length;
        return !some.HasOmissions || share > WorthOmitting ? [complete] : share < ClearlySmaller ? [sampled] : [complete, sampled];
    }

    private static Anchors Used(Anchors anchors, HashSet<string> terms) => anchors.Where(position => terms.Contains(anchors.Terms[position]));

    private Proposal Complete(
        ReadOnlySpan<byte> content, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, TextScope scope, HashSet<string> terms, MarkerHash? marker)
    {
        EncodedJson all = EncodedJson.Encode(tables, scope, terms);
        Proposal complete = Assemble(all, before, after, marker);
        if (isExact && marker is not null && complete.Text.Length > content.Length * MarkerCheck && Loses(complete.Text, content, scope.Profile))
        {
            complete = Assemble(all, before, after, null);
        }

        return complete with { UsedAnchors = Used(scope.Anchors, terms) };
    }

    private static bool Loses(byte[] text, ReadOnlySpan<byte> content, CompressionProfile profile) =>
        profile.Counter.Count(text) >= profile.Counter.Count(content);

    private Proposal Assemble(EncodedJson json, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, MarkerHash? marker)
    {
        using var output = new Utf8Text(json.Body.Length + before.Length + after.Length + 512);
        output.Write(before);
        Encoding.UTF8.GetBytes(legend(json.Used), output);
        var sections = new TextSections(output);
        sections.WriteBody(json.Body, json.References);
        bool endsLine = json.EndsLine;
        if (!after.IsEmpty)
        {
            output.Write(endsLine && !IsFollowedByLine ? after.TrimStart((byte)'\n') : after);
            endsLine = after[^1] == '\n';
        }

        sections.Add(json.Named);
        output.Write((json.Texts.Count == 0 && json.Named.Count == 0) || endsLine ? default : "\n"u8);
        endsLine |= sections.WriteTexts();
        if (marker is { } hash)
        {
            output.Write(endsLine ? default : "\n"u8);
            if (json.HasOmissions && json.ItemCount > json.ShownItemCount)
            {
                Marker.Write(output, json.ItemCount, json.Unit!, json.ShownItemCount, hash);
            }
            else
            {
                Marker.Write(output, SummaryOf(json), hash);
            }
        }

        return new Proposal(output.ToArray(), isExact && !json.HasOmissions, json.Transforms, json.ItemCount, json.ShownItemCount, Anchors.None);
    }

    private string SummaryOf(EncodedJson json) =>
        json.HasOmissions ? (json.HoldsAllValues ? "White space inside strings left out" : "Long values shortened")
        : isExact ? "Lossless form"
        : Inexactness;
}
