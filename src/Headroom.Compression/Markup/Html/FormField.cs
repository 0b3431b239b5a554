using AngleSharp.Dom;

namespace Headroom.Compression.Markup.Html;

/// <summary>A field of a form in brackets: its kind, its name, and what it holds or suggests.</summary>
internal static class FormField
{
    private const int MaxOptions = 24;

    /// <summary>Writes an element.</summary>
    public static string Of(IElement field)
    {
        string kind = field.LocalName == "input" ? field.GetAttribute("type") ?? "text" : field.LocalName;
        string name = field.GetAttribute("name") is { Length: > 0 } given ? $" {given}" : "";
        string value = field.LocalName switch
        {
            "select" => string.Join(" / ", field.QuerySelectorAll("option").Take(MaxOptions).Select(option => InlineText.Collapsed(option.TextContent) + (option.HasAttribute("selected") ? "*" : ""))),
            "textarea" => InlineText.Collapsed(field.TextContent),
            _ => kind == "password" ? "" : field.GetAttribute("value") ?? field.GetAttribute("placeholder") ?? "",
        };
        string state = field.HasAttribute("checked") ? " checked" : "";
        return $"[{kind}{name}{state}{(value.Length > 0 ? $": {value}" : "")}]";
    }
}
