using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Headroom.Compression.Tests.Json;

/// <summary>One column while a table is read back: what is stated of it, and its value in the current row.</summary>
internal sealed partial class DecodedColumn(string name)
{
    private Dictionary<string, JsonTree>? _codes;
    private string? _template;
    private JsonTree? _constant;
    private string? _hole;

    public string Name => name;

    /// <summary>Whether rows have a cell for it.</summary>
    public bool HasCells => _constant is null && (_template is null || Part().Matches(_template).Any(part => part.Groups[1].Value == "*"));

    /// <summary>The value in the current row; null where the key is absent.</summary>
    public JsonTree? Value { get; set; }

    /// <summary>Takes in what follows the name: a value, a template, a sequence or codes.</summary>
    public void State(string statement, DecodedSections sections)
    {
        if (TextBelow().Match(statement) is { Success: true } below)
        {
            _constant = new JsonTree.Text(sections.Text(int.Parse(below.Groups[1].Value, CultureInfo.InvariantCulture)));
            return;
        }

        const string Codes = " codes: ";
        if (statement.StartsWith(Codes, StringComparison.Ordinal))
        {
            _codes = [];
            int at = Codes.Length;
            while (at < statement.Length)
            {
                int equals = statement.IndexOf('=', at);
                int end = EndOfCoded(statement, equals + 1);
                _codes.Add(statement[at..equals], Scalar(statement[(equals + 1)..end]));
                at = end + 2;
            }

            return;
        }

        string stated = statement[1..];
        bool isTemplate = stated[0] is not ('"' or '[' or '{') && (stated.Contains('<', StringComparison.Ordinal) || stated.Contains('…', StringComparison.Ordinal));
        _template = isTemplate ? stated : null;
        _constant = isTemplate ? null : Scalar(stated);
    }

    /// <summary>Takes a cell without quotes.</summary>
    public void SetBare(string text)
    {
        _hole = text;
        Value = _codes is not null ? _codes[text] : Scalar(text);
    }

    /// <summary>Takes a cell with quotes.</summary>
    public void SetQuoted(string text)
    {
        _hole = text;
        Value = new JsonTree.Text(text);
    }

    /// <summary>Works out the value of the row from what is stated.</summary>
    public void Resolve(int row, int count, List<DecodedColumn> columns)
    {
        if (_constant is not null)
        {
            Value = _constant;
        }
        else if (_template is not null && (Value is not null || !HasCells))
        {
            Value = _template.Contains('<', StringComparison.Ordinal)
                ? new JsonTree.Text(Part().Replace(_template, part => Expand(part.Groups[1].Value, row, count, columns)))
                : new JsonTree.Literal(Count(_template, row, count));
        }
    }

    private string Expand(string part, int row, int count, List<DecodedColumn> columns) => part switch
    {
        "*" => _hole!,
        _ when part.Contains('…', StringComparison.Ordinal) && !part.StartsWith('"') => Count(part, row, count),
        _ => columns.Single(column => column.Name == part).Value switch
        {
            JsonTree.Text text => text.Value,
            JsonTree.Literal literal => literal.Digits,
            _ => throw new InvalidOperationException(part),
        },
    };

    private static string Count(string sequence, int row, int count)
    {
        string[] numbers = sequence.Split(',', '…');
        long first = long.Parse(numbers[0], CultureInfo.InvariantCulture);
        long step = long.Parse(numbers[1], CultureInfo.InvariantCulture) - first;
        int width = numbers[0].Length > 1 && numbers[0][0] == '0' ? numbers[0].Length : 1;
        string Text(int at) => (first + (step * at)).ToString("D" + width, CultureInfo.InvariantCulture);
        Assert.Equal(numbers[2], Text(count - 1));
        return Text(row);
    }

    private static int EndOfCoded(string statement, int at)
    {
        if (statement[at] is '"' or '[' or '{')
        {
            bool inString = false;
            int depth = 0;
            do
            {
                if (inString && statement[at] == '\\')
                {
                    at++;
                }
                else if (statement[at] == '"')
                {
                    inString = !inString;
                }
                else if (!inString)
                {
                    depth += statement[at] is '[' or '{' ? 1 : statement[at] is ']' or '}' ? -1 : 0;
                }

                at++;
            }
            while (inString || depth > 0);
            return at;
        }

        int end = statement.IndexOf(';', at);
        return end < 0 ? statement.Length : end;
    }

    private static JsonTree Scalar(string text)
    {
        if (text[0] is '"' or '[' or '{')
        {
            return JsonTree.ReadAll(Encoding.UTF8.GetBytes(text))[0];
        }

        return text is "null" or "true" or "false" || Number().IsMatch(text) ? new JsonTree.Literal(text) : new JsonTree.Text(text);
    }

    [GeneratedRegex(@"^=<text (\d+)>\z")]
    private static partial Regex TextBelow();

    [GeneratedRegex(@"^-?\d+(\.\d+)?([eE][+-]?\d+)?\z")]
    private static partial Regex Number();

    [GeneratedRegex("<((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^<>\"])+)>")]
    private static partial Regex Part();
}
