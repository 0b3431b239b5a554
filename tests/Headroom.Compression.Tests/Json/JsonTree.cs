using System.Text;
using System.Text.Json;

namespace Headroom.Compression.Tests.Json;

/// <summary>A JSON value for comparison: numbers keep their literals, strings their UTF-16 meaning, members their order.</summary>
internal abstract record JsonTree
{
    public sealed record Literal(string Digits) : JsonTree;

    public sealed record Text(string Value) : JsonTree;

    public sealed record Items(List<JsonTree> Values) : JsonTree;

    public sealed record Members(List<KeyValuePair<string, JsonTree>> Values) : JsonTree;

    /// <summary>One line per value, so that two trees differ where their lines differ.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Write(text, this);
        return text.ToString();
    }

    /// <summary>Every top-level value of a text.</summary>
    public static List<JsonTree> ReadAll(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 1000 });
        var values = new List<JsonTree>();
        while (reader.Read())
        {
            values.Add(Read(ref reader));
        }

        return values;
    }

    /// <summary>Reads the value at which a reader stands.</summary>
    public static JsonTree Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                var items = new List<JsonTree>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader));
                }

                return new Items(items);
            case JsonTokenType.StartObject:
                var members = new List<KeyValuePair<string, JsonTree>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string key = Unescape(Encoding.UTF8.GetString(reader.ValueSpan));
                    reader.Read();
                    members.Add(new(key, Read(ref reader)));
                }

                return new Members(members);
            case JsonTokenType.String:
                return new Text(Unescape(Encoding.UTF8.GetString(reader.ValueSpan)));
            default:
                return new Literal(Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    /// <summary>The meaning of the inside of a JSON string; lone surrogates survive.</summary>
    public static string Unescape(string escaped)
    {
        var text = new StringBuilder();
        for (int i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                text.Append(escaped[i]);
                continue;
            }

            i++;
            if (escaped[i] == 'u')
            {
                text.Append((char)Convert.ToInt32(escaped.Substring(i + 1, 4), 16));
                i += 4;
            }
            else
            {
                text.Append(escaped[i] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', char other => other });
            }
        }

        return text.ToString();
    }

    /// <summary>The value as the usual writers write it.</summary>
    public string ToJson(int indent, bool isSpaced, int depth = 1)
    {
        string Break(int level) => indent > 0 ? "\n" + new string(' ', indent * level) : "";
        string List(char open, IEnumerable<string> items, char close)
        {
            string[] all = [.. items.Select(item => Break(depth) + item)];
            return open + string.Join(isSpaced ? ", " : ",", all) + (all.Length > 0 ? Break(depth - 1) : "") + close;
        }

        return this switch
        {
            Literal literal => literal.Digits,
            Text value => Quote(value.Value),
            Items items => List('[', items.Values.Select(item => item.ToJson(indent, isSpaced, depth + 1)), ']'),
            Members members => List('{', members.Values.Select(member => Quote(member.Key) + (indent > 0 || isSpaced ? ": " : ":") + member.Value.ToJson(indent, isSpaced, depth + 1)), '}'),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>A string between quotes, with the fewest escapes; lone surrogates stay escapes.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        for (int i = 0; i < value.Length; i++)
        {
            bool isPair = char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]);
            text.Append(value[i] switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                char unit when unit < ' ' || (char.IsSurrogate(unit) && !isPair) => $"\\u{(int)unit:x4}",
                char unit => isPair ? value.Substring(i++, 2) : unit.ToString(),
            });
        }

        return text.Append('"').ToString();
    }

    private static void Write(StringBuilder text, JsonTree tree)
    {
        switch (tree)
        {
            case Literal literal:
                text.Append(literal.Digits).Append('\n');
                break;
            case Text value:
                text.Append('"').Append(string.Concat(value.Value.Select(c => c is < ' ' or > '~' ? $"\\u{(int)c:x4}" : c.ToString()))).Append("\"\n");
                break;
            case Items items:
                text.Append("[\n");
                items.Values.ForEach(item => Write(text, item));
                text.Append("]\n");
                break;
            case Members members:
                text.Append("{\n");
                members.Values.ForEach(member =>
                {
                    Write(text, new Text(member.Key));
                    Write(text, member.Value);
                });
                text.Append("}\n");
                break;
        }
    }
}
