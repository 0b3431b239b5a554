using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Headroom.Compression.Tests.Logs;

namespace Headroom.Compression.Tests.Json;

/// <summary>The texts that stand below a JSON text, each read back to the exact string that it was.</summary>
internal sealed partial class DecodedSections
{
    private readonly Dictionary<int, (string Title, string Body)> _sections = [];

    /// <summary>Numbers of the texts.</summary>
    public IEnumerable<int> Numbers => _sections.Keys;

    /// <summary>What headings say, in order.</summary>
    public IEnumerable<string> Titles => _sections.OrderBy(section => section.Key).Select(section => section.Value.Title);

    /// <summary>Takes an output apart.</summary>
    public static DecodedSections Split(string text, out string main)
    {
        var sections = new DecodedSections();
        MatchCollection headings = Heading().Matches(text);
        main = headings.Count == 0 ? text : text[..headings[0].Index];
        for (int i = 0; i < headings.Count; i++)
        {
            int end = i + 1 < headings.Count ? headings[i + 1].Index : text.Length;
            sections._sections.Add(
                int.Parse(headings[i].Groups[1].Value, CultureInfo.InvariantCulture),
                (headings[i].Groups[2].Value, text[(headings[i].Index + headings[i].Length)..end]));
        }

        return sections;
    }

    /// <summary>The exact string behind a text.</summary>
    public string Text(int number)
    {
        (string title, string body) = _sections[number];
        if (title.EndsWith("as it stands", StringComparison.Ordinal))
        {
            Assert.EndsWith("\n", body, StringComparison.Ordinal);
            return body[..^1];
        }

        if (title.StartsWith("log, ", StringComparison.Ordinal))
        {
            return title.Contains(" of ", StringComparison.Ordinal) ? body : Encoding.UTF8.GetString(FoldedLogDecoder.Decode(Encoding.UTF8.GetBytes(body)));
        }

        Match layout = Layout().Match(title);
        if (!layout.Success)
        {
            return body;
        }

        int indent = layout.Groups[2].Success ? int.Parse(layout.Groups[2].Value, CultureInfo.InvariantCulture) : 0;
        IEnumerable<string> values = TableDecoder.Decode(body, this).Select(value => value.ToJson(indent, layout.Groups[1].Value == "spaced"));
        return string.Join('\n', values) + (layout.Groups[3].Success ? "\n" : "");
    }

    [GeneratedRegex("^--- text (\\d+): (.*)\\n", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^JSON, (minified|spaced|indented by (\\d+))(, final newline)?\\z")]
    private static partial Regex Layout();
}
