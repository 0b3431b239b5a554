using System.Text;
using Headroom.Compression.Tests.Logs;

namespace Headroom.Compression.Tests.Json;

/// <summary>Makes JSON that wraps logs, JSON and prose in strings, as tools do, some of it malicious; from a seed.</summary>
internal sealed class WrappedTexts(int seed)
{
    private static readonly string[] Oddities =
        ["<text 1>", "--- text 1: log, 3 lines", "<text 1>, or not", "\n--- text 2: JSON, minified\n[]", "", "\ud800", "JSON: a"];

    private readonly Random _random = new(seed);

    /// <summary>JSON with a few long strings.</summary>
    public string Next() => Wrap(3);

    /// <summary>A text inside so many wrappers, one in a string of the other.</summary>
    public static string Wrap(string text, int depth) => depth == 0 ? text : Wrap($$"""{"status":200,"body":{{JsonTree.Quote(text)}}}""", depth - 1);

    private string Wrap(int depth)
    {
        string Quoted() => JsonTree.Quote(Text(depth));
        string same = Quoted();
        string newline = _random.Next(3) == 0 ? "\n" : "";
        return newline + _random.Next(7) switch
        {
            0 => $$"""[{"query":"cat mid.log","result":{{same}},"success":true}]""",
            1 => $$"""{"stdout":{{same}}, "stderr":{{Quoted()}}, "exit_code":0}""",
            2 => $$"""{"content":[{"type":"text","text":{{same}}}]}""",
            6 => same,
            3 => $$"""{"content":[{"type":"text","text":{{same}}},{"type":"text","text":{{Quoted()}}},{"type":"text","text":{{same}}}]}""",
            4 => "[" + string.Join(",\n", Enumerable.Range(0, _random.Next(1, 14)).Select(i => $$"""{"id":{{i}},"all":{{same}},"own":{{Quoted()}},"kind":"x"}""")) + "]",
            _ => string.Join("\n", Enumerable.Range(0, _random.Next(1, 4)).Select(i => $$"""{"id":{{i}},"out":[{{Quoted()}},{{same}}]}""")),
        } + newline;
    }

    private string Text(int depth)
    {
        switch (_random.Next(depth > 0 ? 9 : 6))
        {
            case 0:
                return Encoding.UTF8.GetString(GeneratedLogs.Any(_random.Next()));
            case 1:
                string[] lines = Encoding.UTF8.GetString(GeneratedLogs.Service(_random.Next()).Log).Split('\n');
                return string.Join(_random.Next(4) == 0 ? "\r\n" : "\n", lines.Take(_random.Next(5, 60))) + (_random.Next(2) == 0 ? "\n" : "");
            case 2:
                return new JsonGenerator(_random.Next()).Next();
            case 3:
                return LaidOut(new JsonGenerator(_random.Next()).Next());
            case 4:
                return Oddities[_random.Next(Oddities.Length)];
            case 5:
                return string.Join(' ', Enumerable.Range(0, _random.Next(400)).Select(i => _random.Next(60) == 0 ? Oddities[_random.Next(Oddities.Length)] : "word" + (i * 31 % 97)));
            case 6:
                return LaidOut(Wrap(depth - 1));
            default:
                return Wrap(depth - 1);
        }
    }

    private string LaidOut(string json)
    {
        int indent = _random.Next(4) is var choice && choice < 2 ? 0 : choice;
        bool isSpaced = indent == 0 && _random.Next(2) == 0;
        return string.Join('\n', JsonTree.ReadAll(Encoding.UTF8.GetBytes(json)).Select(value => value.ToJson(indent, isSpaced))) + (_random.Next(3) == 0 ? "\n" : "");
    }
}
