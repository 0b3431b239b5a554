using System.Text;
using System.Text.RegularExpressions;
using Headroom.Compression.Tests.Json;

namespace Headroom.Compression.Tests.Tables;

/// <summary>
/// Rebuilds a text table from its lossless form, from what the form says and nothing else; of a sample it reads the cells of the
/// rows that are shown.
/// </summary>
internal static partial class TextTableDecoder
{
    /// <summary>The bytes of the original.</summary>
    public static byte[] Decode(byte[] form) => Encoding.UTF8.GetBytes(Decode(Encoding.UTF8.GetString(form)));

    /// <summary>The cells of the rows that are shown, with the positions of the rows.</summary>
    public static List<(int Position, string[] Cells)> ShownRows(byte[] form)
    {
        Form read = Read(Encoding.UTF8.GetString(form));
        return [.. read.Table.CellRows.Select(row => (row.Position, row.Cells.Select(cell => TextOf(cell.Value)).ToArray()))];
    }

    private static string Decode(string text)
    {
        Form form = Read(text);
        List<string[]> rows = [.. form.Table.CellRows.Select(row => row.Cells.Select(cell => TextOf(cell.Value)).ToArray())];
        string[] names = [.. form.Table.CellRows[0].Cells.Select(cell => NameOf(cell.Column))];
        string body = form.Legend.StartsWith("Rows of the table", StringComparison.Ordinal)
            ? (form.Legend.Contains(", aligned ", StringComparison.Ordinal) ? Aligned(form, names, rows) : Ruled(form, rows))
            : Delimited(form, names, rows);
        return form.Before + body + form.After;
    }

    private static Form Read(string text)
    {
        text = MarkerLine().Replace(text, "");
        DecodedSections sections = DecodedSections.Split(text, out string main);
        Match legend = LegendLine().Match(main);
        Assert.True(legend.Success, text);
        TableDecoder table = TableDecoder.ReadTable(main[(legend.Index + legend.Length)..], sections, out int end);
        return new Form(main[..legend.Index], legend.Value, table, main[(legend.Index + legend.Length + end)..]);
    }

    private static string Delimited(Form form, string[] names, List<string[]> rows)
    {
        string delimiter = form.Legend.StartsWith("TSV", StringComparison.Ordinal) ? "\t" : form.Legend.StartsWith("CSV with ", StringComparison.Ordinal) ? form.Legend[9..10] : ",";
        Match columns = QuotedColumns().Match(form.Legend);
        bool isAll = Says(form, ", all quoted");
        HashSet<int> quoted = [.. columns.Groups[1].Captures.Select(capture => int.Parse(capture.Value) - 1)];
        bool quotesEmpty = !Says(form, ", empty cells not");
        bool quotesAreText = Says(form, ", quotes are text");
        string Cell(string text, bool isQuoted) =>
            !quotesAreText && ((text.Length == 0 ? isQuoted && quotesEmpty : isQuoted) || text.Contains(delimiter) || text.IndexOfAny(['"', '\n', '\r']) >= 0)
                ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
        List<string> lines = [.. rows.Select(row => string.Join(delimiter, row.Select((cell, i) => Cell(cell, isAll || quoted.Contains(i)))))];
        if (!Says(form, ", no line of names"))
        {
            lines.Insert(0, string.Join(delimiter, names.Select(name => Cell(name, Says(form, ", names quoted")))));
        }

        string lineBreak = Says(form, ", CRLF") ? "\r\n" : "\n";
        return string.Join(lineBreak, lines) + (Says(form, ", no final newline") ? "" : lineBreak);
    }

    private static string Ruled(Form form, List<string[]> rows)
    {
        string lineBreak = form.Before.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        string[] header = form.Before.Split(lineBreak);
        string names = header[^3];
        string bar = Bars().Match(names).Value;
        bool isOuter = names.StartsWith(bar, StringComparison.Ordinal);
        string[] segments = UnescapedBar(bar).Split(names);
        int[] widths = [.. (isOuter ? segments[1..^1] : segments).Select(Width)];
        Match padding = Padding().Match(form.Legend);
        string[] ways = padding.Success ? padding.Groups[1].Value.Split('|') : [.. widths.Select(_ => "_x_")];
        List<string> lines = [.. rows.Select(row => (isOuter ? bar : "") + string.Join(bar, row.Select((cell, i) => Padded(cell, ways[i], widths[i]))) + (isOuter ? bar : ""))];
        string between = Says(form, ", the top rule between rows") ? lineBreak + header[^4] : Says(form, ", the rule above between rows") ? lineBreak + header[^2] : "";
        return string.Join(between + lineBreak, lines) + (Says(form, ", no final newline") ? "" : lineBreak);
    }

    private static string Padded(string text, string way, int width)
    {
        string before = way.StartsWith('_') ? " " : "";
        string behind = way.EndsWith('_') ? " " : "";
        string fill = new(' ', Math.Max(0, width - Width(text) - before.Length - behind.Length));
        return before + (way.Contains('>') ? fill : "") + text + (way.Contains('<') ? fill : "") + behind;
    }

    private static string Aligned(Form form, string[] names, List<string[]> rows)
    {
        string lineBreak = form.Before.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        string header = form.Before.Split(lineBreak)[0];
        string signs = Alignment().Match(form.Legend).Groups[1].Value;
        int[] starts = new int[names.Length];
        for (int i = 0, at = 0; i < names.Length; i++)
        {
            starts[i] = header.IndexOf(names[i], at, StringComparison.Ordinal);
            at = starts[i] + names[i].Length;
        }

        List<string> lines = [];
        foreach (string[] row in rows)
        {
            string line = "";
            for (int i = 0; i < row.Length; i++)
            {
                int target = signs[i] == '<' ? Width(header[..starts[i]]) : Width(header[..starts[i]]) + Width(names[i]) - Width(row[i]);
                line += row[i].Length == 0 ? "" : new string(' ', Math.Max(line.Length == 0 ? 0 : 1, target - Width(line))) + row[i];
            }

            lines.Add(line);
        }

        return string.Join(lineBreak, lines) + (Says(form, ", no final newline") ? "" : lineBreak);
    }

    private static bool Says(Form form, string words) => Regex.IsMatch(form.Legend, Regex.Escape(words) + "[,:.]");

    private static int Width(string text) => text.EnumerateRunes().Count();

    private static string TextOf(JsonTree? cell) => cell switch
    {
        null => "",
        JsonTree.Text text => text.Value,
        JsonTree.Literal literal => literal.Digits,
        _ => throw new InvalidOperationException(cell.ToString()),
    };

    private static string NameOf(string column)
    {
        string name = Twin().Replace(column, "");
        return name.StartsWith('"') ? JsonTree.Unescape(name[1..^1]) : name;
    }

    private static Regex UnescapedBar(string bar) => new($"(?<!\\\\){Regex.Escape(bar)}");

    [GeneratedRegex(@"\n?\[[^\n]*headroom_retrieve hash=[0-9a-f]{24}\]\z")]
    private static partial Regex MarkerLine();

    [GeneratedRegex(@"(?<=^\uFEFF?)(CSV|TSV|Rows of the table)[^\n]*\.\n(?=#)", RegexOptions.Multiline)]
    private static partial Regex LegendLine();

    [GeneratedRegex(", quoted columns(?: ([0-9]+))+")]
    private static partial Regex QuotedColumns();

    [GeneratedRegex(", padded ([^, :.]+)")]
    private static partial Regex Padding();

    [GeneratedRegex(", aligned ([<>]+)")]
    private static partial Regex Alignment();

    [GeneratedRegex("~[0-9]$")]
    private static partial Regex Twin();

    [GeneratedRegex("[|│┃║]")]
    private static partial Regex Bars();

    private sealed record Form(string Before, string Legend, TableDecoder Table, string After);
}
