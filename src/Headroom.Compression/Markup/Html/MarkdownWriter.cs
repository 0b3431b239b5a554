using AngleSharp.Dom;

namespace Headroom.Compression.Markup.Html;

/// <summary>
/// Writes elements as Markdown: headings, lists, tables, links with their addresses, code as it stands. Emphasis is dropped; words,
/// numbers, addresses and code stay as they are.
/// </summary>
/// <param name="leftOut">Counts what is no content.</param>
/// <param name="cancellationToken">Ends the work.</param>
internal sealed class MarkdownWriter(LeftOutElements leftOut, CancellationToken cancellationToken)
{
    private readonly List<MarkdownBlock> _blocks = [];
    private readonly InlineText _inline = new();
    private string _indent = "";
    private string _lead = "";
    private bool _isItem;

    /// <value>What was written.</value>
    public IReadOnlyList<MarkdownBlock> Blocks => _blocks;

    /// <summary>Writes an element and what is in it.</summary>
    public void Write(IElement element)
    {
        WriteChildren(element);
        Flush();
    }

    private void WriteChildren(INode parent)
    {
        foreach (INode child in parent.ChildNodes)
        {
            if (child is IText text)
            {
                _inline.Append(text.Data);
            }
            else if (child is IElement element)
            {
                WriteElement(element);
            }
        }
    }

    private void WriteElement(IElement element)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (PageChrome.KindOf(element) is { } kind)
        {
            LeaveOut(element, kind);
            return;
        }

        switch (element.LocalName)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                Paragraph(element, new string('#', element.LocalName[1] - '0') + " ");
                break;
            case "br":
                _inline.Break();
                break;
            case "hr":
                Flush();
                Add("---");
                break;
            case "ul" or "ol" or "menu":
                WriteList(element);
                break;
            case "dt":
                Item(element, "");
                break;
            case "dd":
                Item(element, ": ");
                break;
            case "blockquote":
                WriteQuote(element);
                break;
            case "pre":
                Flush();
                _blocks.Add(new MarkdownBlock(CodeFence.Of(element), _isItem));
                break;
            case "table":
                WriteTable(element);
                break;
            case "a":
                WriteLink(element);
                break;
            case "img":
                _inline.Append(element.GetAttribute("alt") is { Length: > 0 } alt ? $"![{alt.Trim()}]" : "");
                break;
            case "code" or "kbd" or "samp" or "tt":
                _inline.AppendCode(element.TextContent);
                break;
            case "input" or "textarea" or "select":
                _inline.Append(FormField.Of(element));
                break;
            case "button":
                _inline.Append($"[{InlineText.Collapsed(element.TextContent)}]");
                break;
            case "span" or "b" or "strong" or "i" or "em" or "u" or "s" or "small" or "mark" or "sub" or "sup" or "abbr" or "cite" or "q" or "time" or "var" or "font" or "label" or "del" or "ins" or "bdi" or "data" or "dfn" or "wbr":
                WriteChildren(element);
                break;
            case { } name when name.Contains('-'):
                WriteChildren(element);
                break;
            default:
                Flush();
                WriteChildren(element);
                Flush();
                break;
        }
    }

    // Errors and warnings stay, wherever they are.
    private void LeaveOut(IElement element, string kind)
    {
        leftOut.Add(kind, element);
        if (kind == PageChrome.Navigation)
        {
            foreach (IElement alert in PageChrome.AlertsIn(element))
            {
                Paragraph(alert, "");
            }
        }
    }

    private void Paragraph(IElement element, string lead)
    {
        Flush();
        _lead = lead;
        WriteChildren(element);
        Flush();
        _lead = "";
    }

    private void Item(IElement element, string lead)
    {
        Flush();
        (string indent, bool isItem) = (_indent, _isItem);
        _lead = lead;
        _isItem = true;
        WriteItemChildren(element, indent + new string(' ', lead.Length));
        Flush();
        (_lead, _indent, _isItem) = ("", indent, isItem);
    }

    // What follows the first lines of an item stands below its text.
    private void WriteItemChildren(IElement element, string inner)
    {
        foreach (INode child in element.ChildNodes)
        {
            if (child is IText text)
            {
                _inline.Append(text.Data);
            }
            else if (child is IElement inside)
            {
                if (inside.LocalName is "ul" or "ol" or "pre" or "table" or "blockquote" or "dl")
                {
                    Flush();
                    _indent = inner;
                }

                WriteElement(inside);
            }
        }
    }

    private void WriteList(IElement list)
    {
        Flush();
        int number = int.TryParse(list.GetAttribute("start"), out int start) ? start : 1;
        foreach (IElement item in list.Children)
        {
            if (PageChrome.KindOf(item) is { } kind)
            {
                LeaveOut(item, kind);
            }
            else
            {
                Item(item, list.LocalName == "ol" ? $"{number++}. " : "- ");
            }
        }
    }

    private void WriteQuote(IElement element)
    {
        Flush();
        int first = _blocks.Count;
        WriteChildren(element);
        Flush();
        for (int i = first; i < _blocks.Count; i++)
        {
            _blocks[i] = _blocks[i] with { Text = "> " + _blocks[i].Text.Replace("\n", "\n> ", StringComparison.Ordinal), IsTable = false };
        }
    }

    private void WriteTable(IElement element)
    {
        Flush();
        if (MarkdownTable.Of(element, leftOut) is { } table)
        {
            if (element.QuerySelector("caption") is { } caption)
            {
                Paragraph(caption, "");
            }

            _blocks.Add(new MarkdownBlock(table, IsTable: true));
            return;
        }

        WriteChildren(element);
        Flush();
    }

    private void WriteLink(IElement element)
    {
        int blocks = _blocks.Count;
        int mark = _inline.Length;
        WriteChildren(element);
        string? address = element.GetAttribute("href");
        bool isUseful = address is { Length: > 0 } && address[0] != '#' && !address.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase);
        if (isUseful && blocks == _blocks.Count)
        {
            _inline.Link(mark, address!);
        }
        else if (isUseful)
        {
            _inline.Append($" <{address}> ");
        }
    }

    private void Flush()
    {
        string text = _inline.Take();
        if (text.Length > 0)
        {
            Add(text);
            _lead = _isItem ? new string(' ', _lead.Length) : "";
        }
    }

    private void Add(string text)
    {
        string below = _indent + (_isItem ? new string(' ', _lead.Length) : "");
        _blocks.Add(new MarkdownBlock(_indent + _lead + text.Replace("\n", "\n" + below, StringComparison.Ordinal), _isItem));
    }
}
