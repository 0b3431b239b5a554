using System.Text;
using AngleSharp.Dom;

namespace Headroom.Compression.Markup.Html;

/// <summary>A table of data as a Markdown table; a cell that spans several stands in the first of them.</summary>
internal static class MarkdownTable
{
    private const int MaxColumns = 64;
    private const int MaxSpan = 64;

    // Cells that span others are few in a table of data.
    private const int MaxBlanks = 4;

    /// <summary>Writes a table; <c>null</c> where it only lays out a page.</summary>
    public static string? Of(IElement table, LeftOutElements leftOut)
    {
        if (table.QuerySelector("table, pre, h1, h2, h3, form") is not null)
        {
            return null;
        }

        List<IElement> lines = [.. table.QuerySelectorAll("tr").Where(line => PageChrome.KindOf(line) is null)];
        List<List<string>> rows = Rows(lines, leftOut);
        int columns = rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        int cells = lines.Sum(line => line.ChildElementCount);
        if (rows.Count < 2 || (long)rows.Count * columns > MaxBlanks * (long)cells || columns is < 2 or > MaxColumns)
        {
            return null;
        }

        bool hasNames = lines[0].Children.All(cell => cell.LocalName == "th") || lines[0].ParentElement?.LocalName == "thead";
        var text = new StringBuilder();
        AppendRow(text, hasNames ? rows[0] : [], columns);
        text.Append('|').Insert(text.Length, "---|", columns).Append('\n');
        foreach (List<string> row in rows.Skip(hasNames ? 1 : 0))
        {
            AppendRow(text, row, columns);
        }

        return text.ToString(0, text.Length - 1);
    }

    private static List<List<string>> Rows(List<IElement> lines, LeftOutElements leftOut)
    {
        List<List<string>> rows = [];
        int[] spanned = new int[MaxColumns];
        foreach (IElement line in lines)
        {
            List<string> row = [];
            foreach (IElement cell in line.Children.Where(cell => cell.LocalName is "td" or "th"))
            {
                SkipSpanned(row, spanned);
                int wide = Span(cell, "colspan");
                int high = Span(cell, "rowspan");
                for (int i = 0; i < wide && row.Count < MaxColumns; i++)
                {
                    spanned[row.Count] = high - 1;
                    row.Add(i == 0 ? TextOf(cell, leftOut) : "");
                }
            }

            SkipSpanned(row, spanned);
            rows.Add(row);
        }

        return rows;
    }

    private static void SkipSpanned(List<string> row, int[] spanned)
    {
        while (row.Count < MaxColumns && spanned[row.Count] > 0)
        {
            spanned[row.Count]--;
            row.Add("");
        }
    }

    private static int Span(IElement cell, string attribute) =>
        int.TryParse(cell.GetAttribute(attribute), out int span) ? Math.Clamp(span, 1, MaxSpan) : 1;

    private static string TextOf(IElement cell, LeftOutElements leftOut)
    {
        var writer = new MarkdownWriter(leftOut, CancellationToken.None);
        writer.Write(cell);
        return string.Join(' ', writer.Blocks.Select(block => block.Text)).Replace('\n', ' ').Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static void AppendRow(StringBuilder text, List<string> row, int columns)
    {
        text.Append('|');
        for (int i = 0; i < columns; i++)
        {
            text.Append(' ').Append(i < row.Count ? row[i] : "").Append(" |");
        }

        text.Append('\n');
    }
}
