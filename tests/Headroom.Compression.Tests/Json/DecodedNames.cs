using System.Text;
using System.Text.RegularExpressions;

namespace Headroom.Compression.Tests.Json;

/// <summary>Names that are shortened, read back: those stated above a text, such as <c>$A=https://example.com</c>, and columns' names.</summary>
internal sealed partial class DecodedNames
{
    private readonly Dictionary<string, string> _meanings = [];

    /// <summary>Takes the statements off a text.</summary>
    public static string Take(string text, out DecodedNames names)
    {
        names = new DecodedNames();
        for (Match statement = Statement().Match(text); statement.Success; statement = Statement().Match(text))
        {
            names._meanings.Add(statement.Groups[1].Value, statement.Groups[2].Value);
            text = text[statement.Length..];
        }

        return text;
    }

    /// <summary>A string that may begin with a name.</summary>
    public string Expand(string text) => text.StartsWith('$') && text.Length > 1 && _meanings.TryGetValue(text[..2], out string? meaning)
        ? JsonTree.Unescape(meaning) + text[2..]
        : text;

    /// <summary>The object of a shape, with the values that it lacks.</summary>
    public JsonTree Fill(string name, List<JsonTree> values)
    {
        var next = new Queue<JsonTree>(values);
        var members = new List<KeyValuePair<string, JsonTree>>();
        foreach (Match member in Member().Matches(_meanings[name]))
        {
            JsonTree value = member.Groups[2].Success ? JsonTree.ReadAll(Encoding.UTF8.GetBytes($"[{member.Groups[2].Value}]"))[0] : new JsonTree.Items([next.Dequeue()]);
            members.Add(new(JsonTree.Unescape(member.Groups[1].Value), ((JsonTree.Items)value).Values[0]));
        }

        Assert.Empty(next);
        return new JsonTree.Members(members);
    }

    /// <summary>A column's name in full: <c>.c</c> after <c>a.b</c> is <c>a.c</c>, and <c>..c</c> after <c>a.b.d</c> is <c>a.c</c>.</summary>
    public static string InFull(string name, string last)
    {
        string parent = last;
        while (name.StartsWith('.'))
        {
            parent = string.Concat(Segments().Matches(parent).SkipLast(1).Select(segment => segment.Value));
            name = name[1..];
            if (!name.StartsWith('.'))
            {
                return $"{parent}.{name}";
            }
        }

        return name;
    }

    [GeneratedRegex("\\G\\.?(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^.\"])+")]
    private static partial Regex Segments();

    [GeneratedRegex("^(\\$[A-Z])=(.*)\\n")]
    private static partial Regex Statement();

    [GeneratedRegex("[{,]\"((?:[^\"\\\\]|\\\\.)*)\"(?::(\"(?:[^\"\\\\]|\\\\.)*\"|\\{\\}|[^,}]+))?")]
    private static partial Regex Member();
}
