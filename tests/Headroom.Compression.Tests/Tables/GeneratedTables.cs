using System.Globalization;

namespace Headroom.Compression.Tests.Tables;

/// <summary>Tables of many shapes: delimited with any habit of quoting, Markdown, boxes, psql, aligned by spaces.</summary>
internal sealed class GeneratedTables
{
    private static readonly string[] Words = ["api", "web", "worker", "Zürich", "São Paulo", "ok", "ERROR: disk full", "null", "true", "-", "C:\\temp\\x", "<none>", "日本", "a…b", "#5", "+1", "\"x\"", "x=y", "{\"a\": 1}", "[1]", "<text 1>", "@me"];

    private readonly Random _random;

    private GeneratedTables(int seed) => _random = new Random(seed);

    public required string Text { get; init; }

    public required List<string[]> Rows { get; init; }

    public static GeneratedTables Any(int seed)
    {
        var random = new Random(seed);
        return random.Next(5) switch
        {
            0 or 1 => Delimited(random),
            2 => Markdown(random),
            3 => Box(random),
            _ => Aligned(random),
        };
    }

    public static GeneratedTables Delimited(Random random)
    {
        char delimiter = ",\t;|"[random.Next(4)];
        List<string[]> rows = Cells(random, c => c, random.Next(3) == 0 ? [$"a{delimiter}b", "say \"hi\"", "two\nlines", "cr\rlf\r\n", " x "] : []);
        int habit = random.Next(5);
        string[] names = Names(random, rows[0].Length);
        bool[] columns = [.. rows[0].Select(_ => random.Next(2) == 0)];
        string Cell(string text, int column)
        {
            bool needs = text.Contains(delimiter) || text.IndexOfAny(['"', '\n', '\r']) >= 0;
            bool quoted = needs || habit switch { 0 => false, 1 => true, 2 => columns[column], 3 => text.Length > 0, _ => text.Length > 0 && random.Next(9) > 0 };
            return quoted ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
        }

        string lineBreak = random.Next(4) == 0 ? "\r\n" : "\n";
        List<string> lines = [.. rows.Select(row => string.Join(delimiter, row.Select(Cell)))];
        if (random.Next(6) > 0)
        {
            lines.Insert(0, string.Join(delimiter, names.Select(name => habit == 1 ? $"\"{name}\"" : name)));
        }

        string text = (random.Next(8) == 0 ? "\uFEFF" : "") + string.Join(lineBreak, lines) + (random.Next(4) == 0 ? "" : lineBreak) + (random.Next(9) == 0 ? "\n\n" : "");
        return new GeneratedTables(0) { Text = text, Rows = rows };
    }

    private static GeneratedTables Markdown(Random random)
    {
        List<string[]> rows = Cells(random, cell => cell.Replace("|", "\\|"), ["a \\| b", "`x`", "**bold**"]);
        string[] names = Names(random, rows[0].Length);
        bool isPadded = random.Next(2) == 0;
        bool isOuter = random.Next(4) > 0;
        int[] widths = [.. names.Select((name, i) => Math.Max(3, rows.Append(names).Max(row => Width(row[i]))))];
        string Line(string[] cells)
        {
            string joined = string.Join(" | ", cells.Select((cell, i) => isPadded ? Pad(cell, widths[i], false) : cell));
            return isOuter ? $"| {joined} |" : joined;
        }

        string rule = isOuter ? $"|{string.Join("|", widths.Select(width => new string('-', width + 2)))}|" : string.Join(" | ", widths.Select(width => new string('-', width)));
        string text = string.Join("\n", rows.Select(Line).Prepend(rule).Prepend(Line(names))) + (random.Next(3) == 0 ? "" : "\n");
        return new GeneratedTables(0) { Text = text, Rows = rows };
    }

    private static GeneratedTables Box(Random random)
    {
        List<string[]> rows = Cells(random, cell => cell.Replace("|", "/"), []);
        string[] names = Names(random, rows[0].Length);
        int[] widths = [.. names.Select((name, i) => rows.Append(names).Max(row => Width(row[i])))];
        bool[] right = [.. names.Select(_ => random.Next(3) == 0)];
        (string bar, string[] rules) = random.Next(3) switch
        {
            0 => ("|", Rules("+++", "+++", "+++", '-')),
            1 => ("│", Rules("┌┬┐", "├┼┤", "└┴┘", '─')),
            _ => ("║", Rules("╔╦╗", "╠╬╣", "╚╩╝", '═')),
        };
        string[] Rules(string top, string middle, string bottom, char line) =>
            [.. new[] { top, middle, bottom }.Select(ends => ends[0] + string.Join(ends[1], widths.Select(width => new string(line, width + 2))) + ends[2])];
        string Line(string[] cells, bool isName) => $"{bar} {string.Join($" {bar} ", cells.Select((cell, i) => Pad(cell, widths[i], right[i] && !isName)))} {bar}";
        bool isPsql = random.Next(4) == 0;
        if (isPsql)
        {
            string text = " " + string.Join(" | ", names.Select((name, i) => Pad(name, widths[i], false))) + " \n" + string.Join("+", widths.Select(width => new string('-', width + 2))) + "\n"
                + string.Concat(rows.Select(row => " " + string.Join(" | ", row.Select((cell, i) => i == row.Length - 1 ? cell : Pad(cell, widths[i], right[i]))) + "\n")) + $"({rows.Count} rows)\n\n";
            return new GeneratedTables(0) { Text = text, Rows = rows };
        }

        string between = random.Next(4) == 0 ? "\n" + rules[1] : "";
        string box = rules[0] + "\n" + Line(names, true) + "\n" + rules[1] + "\n" + string.Join(between + "\n", rows.Select(row => Line(row, false))) + "\n" + rules[2] + "\n";
        return new GeneratedTables(0) { Text = box + (random.Next(2) == 0 ? $"{rows.Count} rows in set (0.00 sec)\n" : ""), Rows = rows };
    }

    private static GeneratedTables Aligned(Random random)
    {
        List<string[]> rows = Cells(random, cell => cell.Trim(), []);
        string[] names = [.. Enumerable.Range(0, rows[0].Length).Select(i => new[] { "NAME", "READY", "STATUS", "IMAGE ID", "AGE", "PORT(S)", "CPU%" }[i % 7])];
        int[] widths = [.. names.Select((name, i) => rows.Append(names).Max(row => Width(row[i])) + 3)];
        string text = string.Concat(rows.Prepend(names).Select(row => string.Concat(row.Select((cell, i) => Pad(cell, widths[i], false))).TrimEnd(' ') + "\n"));
        return new GeneratedTables(0) { Text = text, Rows = rows };
    }

    private static List<string[]> Cells(Random random, Func<string, string> escape, string[] odd)
    {
        int columns = random.Next(3, 7);
        int rows = random.Next(9, 70);
        int[] kinds = [.. Enumerable.Range(0, columns).Select(_ => random.Next(8))];
        return [.. Enumerable.Range(0, rows).Select(row => kinds.Select((kind, column) => escape(Cell(random, kind, row, column, odd))).ToArray())];
    }

    private static string Cell(Random random, int kind, int row, int column, string[] odd) => kind switch
    {
        _ when column == 0 => $"r{row + 1}",
        0 => (row * 3).ToString(CultureInfo.InvariantCulture),
        1 => row.ToString("D4", CultureInfo.InvariantCulture),
        2 => "always",
        3 => (random.Next(10_000) / 100m).ToString("0.00", CultureInfo.InvariantCulture),
        4 => random.Next(3) == 0 ? "" : Words[random.Next(Words.Length)],
        5 => $"user{row}@example.com",
        6 => odd.Length > 0 && random.Next(3) == 0 ? odd[random.Next(odd.Length)] : Words[random.Next(4)],
        _ => $"2026-01-{1 + (row % 28):00}",
    };

    private static string[] Names(Random random, int count)
    {
        string[] some = ["id", "name", "status", "first name", "a.b", "error", "größe", "@key", "name", "x~2", "level"];
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(12) == 0 ? "" : some[random.Next(some.Length)])];
    }

    private static string Pad(string text, int width, bool isRight)
    {
        string fill = new(' ', Math.Max(0, width - Width(text)));
        return isRight ? fill + text : text + fill;
    }

    private static int Width(string text) => text.EnumerateRunes().Count();
}
