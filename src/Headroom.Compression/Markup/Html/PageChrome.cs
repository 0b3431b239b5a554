using System.Collections.Frozen;
using AngleSharp.Dom;

namespace Headroom.Compression.Markup.Html;

/// <summary>What stands around the content of a page: navigation, banners, scripts, what is hidden; and what is an alert, which always stays.</summary>
internal static class PageChrome
{
    /// <summary>What has text that is no content.</summary>
    public const string Navigation = "navigation and banners";

    private static readonly FrozenSet<string> Machinery = Set("script", "style", "noscript", "template", "link", "meta", "svg", "canvas", "iframe", "object", "embed", "head", "base", "audio", "video", "map");
    private static readonly FrozenSet<string> Around = Set("nav", "aside", "footer");
    private static readonly FrozenSet<string> Roles = Set("navigation", "banner", "contentinfo", "complementary", "search");
    private static readonly FrozenSet<string> Words = Set("cookie", "cookies", "consent", "gdpr", "sidebar", "breadcrumb", "breadcrumbs", "newsletter", "popup", "advert", "advertisement", "ads", "promo", "sharing", "skip");
    private static readonly FrozenSet<string> AlertWords = Set("error", "errors", "alert", "danger", "warning", "exception", "failure", "invalid");

    /// <summary>What an element is left out as; <c>null</c> where it is content.</summary>
    public static string? KindOf(IElement element)
    {
        string name = element.LocalName;
        if (Machinery.Contains(name))
        {
            return name is "script" or "style" ? $"{name}s" : "embedded";
        }

        if (IsHidden(element))
        {
            return "hidden";
        }

        if (name is "main" or "body" or "html" or "article" || element.GetAttribute("role") == "main")
        {
            return null;
        }

        // A header belongs to its article, and a heading to the page.
        bool isAround = Around.Contains(name) || (element.GetAttribute("role") is { } role && Roles.Contains(role))
            || (name == "header" && element.QuerySelector("h1") is null);
        return (isAround || HasWord(element, Words)) && element.QuerySelector("main, article, [role=main]") is null && !IsInContent(element, name) ? Navigation : null;
    }

    /// <summary>Whether an element reports an error or warns.</summary>
    public static bool IsAlert(IElement element) =>
        (element.GetAttribute("role") is "alert" or "alertdialog" || HasWord(element, AlertWords)) && !IsHidden(element);

    /// <summary>The alerts in an element that are to be seen, the outermost ones.</summary>
    public static List<IElement> AlertsIn(IElement element)
    {
        List<IElement> alerts = [];
        Collect(element, alerts);
        return alerts;
    }

    private static void Collect(IElement element, List<IElement> alerts)
    {
        foreach (IElement child in element.Children)
        {
            if (KindOf(child) is not (null or Navigation))
            {
                continue;
            }

            if (IsAlert(child))
            {
                alerts.Add(child);
            }
            else
            {
                Collect(child, alerts);
            }
        }
    }

    private static bool IsHidden(IElement element)
    {
        if (element.HasAttribute("hidden") || element.GetAttribute("aria-hidden") == "true" || (element.LocalName == "input" && element.GetAttribute("type") == "hidden"))
        {
            return true;
        }

        string? style = element.GetAttribute("style")?.Replace(" ", "", StringComparison.Ordinal);
        return style is not null && (style.Contains("display:none", StringComparison.OrdinalIgnoreCase) || style.Contains("visibility:hidden", StringComparison.OrdinalIgnoreCase));
    }

    // Headers, footers and asides of an article are its own.
    private static bool IsInContent(IElement element, string name) =>
        name is "header" or "footer" or "aside" && element.ParentElement?.Closest("main, article") is not null;

    private static bool HasWord(IElement element, FrozenSet<string> words)
    {
        return Holds(element.Id) || Holds(element.ClassName);

        bool Holds(string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return false;
            }

            FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
            ReadOnlySpan<char> rest = text;
            foreach (Range word in rest.SplitAny(" -_"))
            {
                if (lookup.Contains(rest[word]))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
