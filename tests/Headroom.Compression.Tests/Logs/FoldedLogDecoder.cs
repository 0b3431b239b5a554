using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Headroom.Compression.Tests.Logs;

/// <summary>
/// Rebuilds a log from its folded form by what the header line says and nothing else: the proof that folding loses
/// nothing. It works on Latin-1 strings, in which every byte is one character.
/// </summary>
internal static class FoldedLogDecoder
{
    public static byte[] Decode(byte[] folded)
    {
        string[] lines = Encoding.Latin1.GetString(folded).Split('\n');
        Assert.Equal("", lines[^1]);
        string header = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(lines[0]));
        string slot = Latin1(Match(header, "with x, y in its (.+?)\\.")!);
        string time = Latin1((Match(header, "(?:row's values are|\"@\" sets|the start of) (<t>|\\{t\\}|‹t›|⟨t⟩)") ?? "<t>"));
        int rest = int.Parse(Match(header, "first (\\d+) characters of a row's values") ?? "0", CultureInfo.InvariantCulture);
        string end = header.Contains("Lines end in CR LF.", StringComparison.Ordinal) ? "\r\n" : "\n";
        Match numbering = Regex.Match(header, "numbered from (\\d+), width (\\d+), before (a tab|\"(.+?)\")\\.");

        var templates = new Dictionary<string, string>();
        var names = new Dictionary<string, string>();
        var output = new List<string>();
        string prefix = "";
        foreach (string line in lines[1..^1])
        {
            Match definition = Regex.Match(line, "^([A-Z]+|\\$\\d+)=", RegexOptions.None);
            if (definition.Success)
            {
                (line[0] == '$' ? names : templates).Add(definition.Groups[1].Value, line[definition.Length..]);
                continue;
            }

            switch (line[0])
            {
                case '@':
                    prefix = line[1..];
                    break;
                case '|':
                    output.Add(line[1..]);
                    break;
                case '+':
                    output.Add(prefix + line[1..]);
                    break;
                default:
                    output.Add(Row(line, templates, names, slot, time, prefix, rest));
                    break;
            }
        }

        Assert.Equal(int.Parse(Match(header, "^\\[(\\d+) log lines")!, CultureInfo.InvariantCulture), output.Count);
        if (numbering.Success)
        {
            int first = int.Parse(numbering.Groups[1].Value, CultureInfo.InvariantCulture);
            int width = int.Parse(numbering.Groups[2].Value, CultureInfo.InvariantCulture);
            string separator = numbering.Groups[4].Success ? Latin1(numbering.Groups[4].Value) : "\t";
            output = [.. output.Select((line, i) => (first + i).ToString(CultureInfo.InvariantCulture).PadLeft(width) + separator + line)];
        }

        string text = string.Join(end, output) + (header.Contains("No final newline.", StringComparison.Ordinal) ? "" : end);
        return Encoding.Latin1.GetBytes(text);
    }

    private static string Row(
        string line, Dictionary<string, string> templates, Dictionary<string, string> names, string slot, string time, string prefix, int rest)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        string template = templates[space < 0 ? line : line[..space]];
        string values = space < 0 ? "" : line[(space + 1)..];
        var text = new StringBuilder();
        if (template.StartsWith(time, StringComparison.Ordinal))
        {
            text.Append(prefix).Append(values[..rest]);
            values = values.Length > rest ? values[(rest + (rest > 0 ? 1 : 0))..] : "";
            template = template[time.Length..];
        }

        // Odd parts are the numbers in slots: empty for the next value of the row, else that value once more.
        int half = slot.Length / 2;
        string[] parts = Regex.Split(template, $"{Regex.Escape(slot[..half])}(\\d*){Regex.Escape(slot[half..])}");
        string[] filled = values.Length == 0 && parts.Length == 1 ? [] : values.Split(' ');
        Assert.Equal(parts.Where((part, i) => i % 2 == 1 && part.Length == 0).Count(), filled.Length);
        int next = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 0)
            {
                text.Append(parts[i]);
                continue;
            }

            string value = filled[parts[i].Length == 0 ? next++ : int.Parse(parts[i], CultureInfo.InvariantCulture) - 1];
            text.Append(value.StartsWith('\\') ? value[1..] : value.StartsWith('$') ? names[value] : value);
        }

        return text.ToString();
    }

    private static string? Match(string text, string pattern) =>
        Regex.Match(text, pattern) is { Success: true } match ? match.Groups[1].Value : null;

    private static string Latin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
