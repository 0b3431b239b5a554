using AngleSharp.Dom;

namespace Headroom.Compression.Markup.Html;

/// <summary>Finds the content of a page: what it marks as such, or what holds nearly all text that is no link.</summary>
internal static class MainContent
{
    private const int MaxSteps = 24;
    private const int ShortText = 160;

    /// <summary>The element that holds the content.</summary>
    public static IElement Find(IElement body)
    {
        if (body.QuerySelector("main, [role=main]") is { } main)
        {
            return main;
        }

        IElement[] articles = [.. body.QuerySelectorAll("article").Take(2)];
        return articles.Length == 1 && TextDensity.Of(articles[0]).Plain * 2 > TextDensity.Of(body).Plain ? articles[0] : Densest(body);
    }

    // Down to the child that holds nearly all text, as long as its neighbours are short or links.
    private static IElement Densest(IElement body)
    {
        int all = TextDensity.Of(body).Plain;
        IElement root = body;
        for (int step = 0; step < MaxSteps; step++)
        {
            IElement? best = null;
            bool isAlone = true;
            foreach (IElement child in root.Children)
            {
                TextDensity density = PageChrome.KindOf(child) is null ? TextDensity.Of(child) : default;
                if (density.Plain * 10L >= all * 8L)
                {
                    best = child;
                }
                else
                {
                    isAlone &= density.Plain < ShortText && child.QuerySelector("h1, h2, table, pre, [role=alert]") is null && child.LocalName is not ("h1" or "h2" or "table" or "pre");
                }
            }

            if (best is null || !isAlone || best.LocalName is "p" or "pre" or "table" or "ul" or "ol" or "dl" or "form")
            {
                break;
            }

            root = best;
        }

        return root;
    }

    /// <param name="Plain">Characters of text that is in no link.</param>
    private readonly record struct TextDensity(int Plain)
    {
        public static TextDensity Of(IElement element)
        {
            int plain = 0;
            Add(element, ref plain);
            return new TextDensity(plain);
        }

        private static void Add(INode node, ref int plain)
        {
            foreach (INode child in node.ChildNodes)
            {
                if (child is IText text)
                {
                    plain += text.Data.AsSpan().Trim().Length;
                }
                else if (child is IElement { LocalName: not ("a" or "script" or "style" or "noscript" or "template") } element)
                {
                    Add(element, ref plain);
                }
            }
        }
    }
}
