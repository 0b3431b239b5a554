using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Headroom.Compression.Anchoring;

namespace Headroom.Compression.Markup.Html;

/// <summary>A page as Markdown.</summary>
/// <param name="Blocks">The Markdown, piece by piece.</param>
/// <param name="LeftOut">What is not in it, counted.</param>
/// <param name="UsedAnchors">The terms of the question that added something.</param>
internal sealed record HtmlPage(IReadOnlyList<MarkdownBlock> Blocks, string LeftOut, Anchors UsedAnchors)
{
    private static readonly HtmlParserOptions Options = new()
    {
        DisableElementPositionTracking = true,
        SkipComments = true,
        SkipProcessingInstructions = true,
        SkipScriptText = true,
    };

    private const int MaxAdded = 4;
    private const int MaxAddedCharacters = 2000;

    /// <summary>Reads a page; <c>null</c> where it is refused or holds no text.</summary>
    /// <param name="utf8">The page.</param>
    /// <param name="anchors">The terms of the question: what stands around the content stays if it alone has one of them.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static HtmlPage? Read(ReadOnlySpan<byte> utf8, Anchors anchors, CancellationToken cancellationToken)
    {
        if (!HtmlBounds.Permit(utf8))
        {
            return null;
        }

        using IHtmlDocument document = new HtmlParser(Options).ParseDocument(Encoding.UTF8.GetString(utf8).AsMemory());
        cancellationToken.ThrowIfCancellationRequested();
        if (document.Body is not { } body)
        {
            return null;
        }

        var leftOut = new LeftOutElements();
        foreach (IElement element in document.Head?.Children.Where(child => child.LocalName is "script" or "style") ?? [])
        {
            leftOut.Add($"{element.LocalName}s", element);
        }

        IElement content = MainContent.Find(body);
        CountAround(content, body, leftOut);
        var writer = new MarkdownWriter(leftOut, cancellationToken);
        List<MarkdownBlock> alerts = AlertsAround(content, body, cancellationToken);
        writer.Write(content);
        if (writer.Blocks.Count == 0)
        {
            return null;
        }

        List<MarkdownBlock> blocks = [.. TitleOf(document, writer.Blocks), .. alerts, .. writer.Blocks];
        return new HtmlPage([.. blocks, .. Asked(blocks, leftOut, anchors, cancellationToken, out Anchors used)], leftOut.ToString(), used);
    }

    /// <summary>The Markdown with what separates its pieces.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int i = 0; i < Blocks.Count; i++)
        {
            text.Append(i == 0 ? "" : SeparatorBefore(i)).Append(Blocks[i].Text);
        }

        return text.ToString();
    }

    /// <summary>What separates a piece from the one before it.</summary>
    public string SeparatorBefore(int block) => Blocks[block].IsItem && Blocks[block - 1].IsItem ? "\n" : "\n\n";

    private static IEnumerable<MarkdownBlock> TitleOf(IHtmlDocument document, IReadOnlyList<MarkdownBlock> blocks)
    {
        string title = InlineText.Collapsed(document.Title ?? "");
        return title.Length > 0 && !blocks[0].Text.EndsWith(title, StringComparison.Ordinal) ? [new MarkdownBlock($"Title: {title}")] : [];
    }

    // What stands beside the content, up to the page.
    private static void CountAround(IElement content, IElement body, LeftOutElements leftOut)
    {
        for (IElement inside = content; inside != body && inside.ParentElement is { } parent; inside = parent)
        {
            foreach (IElement child in parent.Children.Where(child => child != inside))
            {
                leftOut.Add(PageChrome.KindOf(child) ?? PageChrome.Navigation, child);
            }
        }
    }

    private static List<MarkdownBlock> AlertsAround(IElement content, IElement body, CancellationToken cancellationToken)
    {
        List<MarkdownBlock> alerts = [];
        foreach (IElement alert in content == body ? [] : PageChrome.AlertsIn(body))
        {
            if (!content.Contains(alert) && !alert.Contains(content))
            {
                alerts.AddRange(BlocksOf(alert, cancellationToken));
            }
        }

        return [.. alerts.Distinct()];
    }

    private static List<MarkdownBlock> Asked(
        List<MarkdownBlock> blocks, LeftOutElements leftOut, Anchors anchors, CancellationToken cancellationToken, out Anchors used)
    {
        List<MarkdownBlock> added = [];
        var terms = new HashSet<int>();
        for (int term = 0; term < anchors.Terms.Count; term++)
        {
            string word = anchors.Terms[term];
            if (blocks.Exists(block => block.Text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            foreach (IElement element in leftOut.Readable.Where(element => element.TextContent.Contains(word, StringComparison.OrdinalIgnoreCase)).Take(1))
            {
                List<MarkdownBlock> pieces = BlocksOf(element, cancellationToken).FindAll(block => block.Text.Contains(word, StringComparison.OrdinalIgnoreCase) && block.Text.Length <= MaxAddedCharacters);
                added.AddRange(pieces.Take(MaxAdded));
                if (pieces.Count > 0)
                {
                    terms.Add(term);
                }
            }
        }

        used = anchors.Where(terms.Contains);
        return [.. added.Distinct()];
    }

    private static List<MarkdownBlock> BlocksOf(IElement element, CancellationToken cancellationToken)
    {
        var writer = new MarkdownWriter(new LeftOutElements(), cancellationToken);
        writer.Write(element);
        return [.. writer.Blocks];
    }
}
