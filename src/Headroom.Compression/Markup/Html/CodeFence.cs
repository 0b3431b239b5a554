using AngleSharp.Dom;

namespace Headroom.Compression.Markup.Html;

/// <summary>Preformatted text between fences, as it stands, with the language that its class names.</summary>
internal static class CodeFence
{
    private static readonly string[] Prefixes = ["language-", "lang-", "highlight-source-", "brush:"];

    /// <summary>Writes an element.</summary>
    public static string Of(IElement pre)
    {
        string code = pre.TextContent;
        code = code.StartsWith('\n') ? code[1..] : code;
        string fence = "```";
        while (code.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        return $"{fence}{LanguageOf(pre)}\n{code.TrimEnd('\n')}\n{fence}";
    }

    private static string LanguageOf(IElement pre)
    {
        foreach (IElement? element in (IElement?[])[pre.QuerySelector("code"), pre, pre.ParentElement])
        {
            foreach (string word in element?.ClassList ?? Enumerable.Empty<string>())
            {
                if (Array.Find(Prefixes, prefix => word.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
                {
                    return word[prefix.Length..].Replace("`", "", StringComparison.Ordinal);
                }
            }
        }

        return "";
    }
}
