using System.Text;

namespace Headroom.Compression.Tests.Json;

/// <summary>Makes JSON of every shape that the tables know, and of many that they do not, from a seed.</summary>
internal sealed class JsonGenerator(int seed)
{
    private static readonly string[] Keys =
        ["id", "name", "level", "a.b", "a,b", "x|y", "", "@value", "@key", "[0]", "columns", "q\\\"uote", "sp ace", "é", "meta", "tags", "<*>", "status", "error", "\\ud800", "n\\nl"];

    private static readonly string[] Literals =
        ["null", "true", "false", "0", "-1", "1.0", "1e400", "12345678901234567890", "-0.0", "1E+2", "7", "200", "503"];

    private static readonly string[] Strings =
        ["", "null", "true", "1", "1.0", "a,b", "a|b", " lead", "trail ", "#3 rows", "[x]", "{x}", "\\\"q\\\"", "line\\nbreak", "\\u00e9\\u4e2d", "\\ud83d\\ude00", "\\ud800",
         "\\u0000", "x<y>z", "…", "a…b", "semi; colon", "=x", "codes: a=b", "INFO", "ERROR", "api-gateway", "C:\\\\dir", "http:\\/\\/x", "é", "日本", "+5", "… 3 more rows", "-"];

    private readonly Random _random = new(seed);

    public string Next()
    {
        var text = new StringBuilder();
        switch (_random.Next(8))
        {
            case 0:
                int documents = _random.Next(2, 12);
                for (int i = 0; i < documents; i++)
                {
                    text.Append(Record(Columns(), i, 2)).Append('\n');
                }

                return text.ToString();
            case 1:
                return Container(4);
            default:
                return "{\"total\":" + Literals[_random.Next(Literals.Length)] + ",\"rows\":" + Rows(3) + ",\"after\":" + Value(2) + "}";
        }
    }

    private string Container(int depth) => depth <= 0 ? "[]" : _random.Next(3) switch
    {
        0 => Rows(depth - 1),
        1 => "[" + string.Join(_random.Next(2) == 0 ? "," : " ,\n  ", Enumerable.Range(0, _random.Next(0, 20)).Select(_ => Value(depth - 1))) + "]",
        _ => "{" + string.Join(",", Enumerable.Range(0, _random.Next(0, 20)).Select(_ => $"\"{Keys[_random.Next(Keys.Length)]}\":{Value(depth - 1)}")) + "}",
    };

    private string Value(int depth) => depth > 0 && _random.Next(4) == 0
        ? Container(depth - 1)
        : _random.Next(2) == 0 ? Literals[_random.Next(Literals.Length)] : $"\"{Strings[_random.Next(Strings.Length)]}\"";

    private string Rows(int depth)
    {
        List<(string Key, int Kind)> columns = Columns();
        int count = depth < 2 ? _random.Next(0, 6) : _random.Next(0, 40);
        bool isMap = _random.Next(5) == 0;
        var rows = Enumerable.Range(0, count).Select(i =>
            (isMap ? $"\"{(_random.Next(3) == 0 ? Keys[_random.Next(Keys.Length)] : "key-" + i)}\":" : "") + (columns.Count == 1 ? Cell(columns[0].Kind, i, depth) : Record(columns, i, depth)));
        string separator = _random.Next(2) == 0 ? "," : ", ";
        return (isMap ? "{" : "[") + string.Join(separator, rows) + (isMap ? "}" : "]");
    }

    private List<(string Key, int Kind)> Columns() =>
        [.. Enumerable.Range(0, _random.Next(1, 8)).Select(_ => (Keys[_random.Next(Keys.Length)], _random.Next(12))).DistinctBy(column => column.Item1)];

    private string Record(List<(string Key, int Kind)> columns, int row, int depth)
    {
        if (_random.Next(30) == 0)
        {
            return Value(1);
        }

        var members = columns.Where(_ => _random.Next(12) != 0).Select(column => $"\"{column.Key}\": {Cell(column.Kind, row, depth)}").ToList();
        if (_random.Next(25) == 0)
        {
            members.Reverse();
        }

        return "{" + string.Join(", ", members) + "}";
    }

    private string Cell(int kind, int row, int depth) => kind switch
    {
        0 => row.ToString(),
        1 => (1000 - (7 * row)).ToString(),
        2 => $"\"user-{row:D4}@example.com\"",
        3 => $"\"service-{_random.Next(3)}-of-the-cluster\"",
        4 => $"\"2024-01-{_random.Next(10, 28)}T10:{_random.Next(10, 60)}:00Z\"",
        5 => "\"always the same\"",
        6 => $"{{\"host\":\"pod-{_random.Next(4)}\",\"zone\":{Value(1)}}}",
        7 => $"[{{\"line\":{_random.Next(500)},\"text\":\"def f({_random.Next(5)}):\"}}]",
        8 => depth > 1 ? Rows(depth - 1) : "[]",
        9 => $"\"item {row} of /srv/app/mod_{row}/handler_{7 * row}.py\"",
        10 => Value(depth - 1),
        _ => $"\"{Strings[_random.Next(Strings.Length)]}\"",
    };
}
