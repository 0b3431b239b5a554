using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Json;
using Headroom.Compression.Markup.Html;
using Headroom.Compression.Markup.Xml;
using Headroom.Compression.Prose;
using Headroom.Compression.Tables;

namespace Headroom.Compression.Markup;

/// <summary>
/// Markup that is read and not edited: a page as Markdown without what stands around its content, XML as tables. Neither gives
/// back the text, so that there is a form only where the original can be retrieved.
/// </summary>
internal sealed class MarkupCompressor : IContentCompressor
{
    private static readonly MarkdownForms Forms = new(new TableCompressor(), new ProseCompressor());
    private static readonly TableStages Stages = new("xml:values", "xml:table", "xml:sample");

    /// <inheritdoc/>
    public ContentKind Kind => ContentKind.Markup;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(
        ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        if (context.Marker is null || !profile.MayOmit)
        {
            return [];
        }

        return MarkupEvidence.KindOf(content) switch
        {
            MarkupKind.Html => ProposeMarkdown(content, context, profile, cancellationToken),
            MarkupKind.Xml => ProposeTables(content, context, profile, cancellationToken),
            _ => [],
        };
    }

    private static IReadOnlyList<Proposal> ProposeMarkdown(
        ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken) =>
        HtmlPage.Read(content, context.Anchors, cancellationToken) is { } page ? Forms.Propose(page, content, context, profile, cancellationToken) : [];

    private static IReadOnlyList<Proposal> ProposeTables(
        ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        if (!XmlTree.TryRead(content, cancellationToken, out XmlTree tree))
        {
            return [];
        }

        using XmlTree elements = tree;
        using JsonIndex? index = JsonIndex.TryParse(XmlValues.Write(content, elements), cancellationToken);
        if (index is null)
        {
            return [];
        }

        var forms = new TableForms(new TableReader(index) { Stages = Stages }, false, used => $"XML, attributes and elements as members. {Legend.For(used)}")
        {
            Inexactness = "White space, comments and the order of unlike elements left out",
        };
        return forms.Propose(content, .., context, profile, cancellationToken);
    }
}
