namespace Headroom.Compression.Markup.Html;

/// <summary>A piece of Markdown that stands on lines of its own.</summary>
/// <param name="Text">The Markdown, without a final line break.</param>
/// <param name="IsItem">Whether it is an item of a list, which needs no blank line before the next one.</param>
/// <param name="IsTable">Whether it is a table.</param>
internal sealed record MarkdownBlock(string Text, bool IsItem = false, bool IsTable = false);
