using System.Globalization;
using System.Text.RegularExpressions;

namespace Headroom.Compression.Tests.Json;

/// <summary>
/// Reads the table notation back, written from its description and not from the encoder: the proof that a lossless form
/// holds every value. Of a sample it reads the rows that are shown.
/// </summary>
internal sealed partial class TableDecoder
{
    private readonly string _text;
    private readonly DecodedSections _sections;
    private readonly DecodedNames _names;
    private string _lastName = "";
    private int _at;

    private TableDecoder(string text, DecodedSections sections, DecodedNames names)
    {
        _text = text;
        _sections = sections;
        _names = names;
    }

    /// <summary>Rows that a sample shows, by their table and position in it.</summary>
    public List<(int Position, JsonTree Row)> ShownRows { get; } = [];

    /// <summary>The columns of the rows that are shown, by position, in the order of the table; absent cells are null.</summary>
    public List<(int Position, List<(string Column, JsonTree? Value)> Cells)> CellRows { get; } = [];

    /// <summary>Reads the table that a text begins with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sections">The texts below it.</param>
    /// <param name="end">Where the table ends.</param>
    public static TableDecoder ReadTable(string text, DecodedSections sections, out int end)
    {
        var decoder = new TableDecoder(DecodedNames.Take(text, out DecodedNames names), sections, names);
        decoder.TableValue();
        end = decoder._at + (text.Length - decoder._text.Length);
        return decoder;
    }

    /// <summary>The top-level values of a text without omissions.</summary>
    public static List<JsonTree> Decode(string text) => Run(text, out _);

    /// <summary>The top-level values of a text; what is left out of samples is missing.</summary>
    public static List<JsonTree> Run(string text, out TableDecoder decoder)
    {
        DecodedSections sections = DecodedSections.Split(Marker().Replace(text, "\n"), out string main);
        Match legend = Legend().Match(main);
        decoder = new TableDecoder(DecodedNames.Take(main[legend.Length..], out DecodedNames names), sections, names);
        return decoder.Values();
    }

    /// <summary>The top-level values of a section.</summary>
    public static List<JsonTree> Decode(string text, DecodedSections sections) =>
        new TableDecoder(DecodedNames.Take(text, out DecodedNames names), sections, names).Values();

    private List<JsonTree> Values()
    {
        bool isSequence = DocumentsHeader().IsMatch(_text);
        var values = new List<JsonTree>();
        do
        {
            int start = _at;
            values.Add(Value());
            SkipSpace();
            Assert.True(_at > start, $"No value at: {_text[_at..Math.Min(_text.Length, _at + 60)]}");
        }
        while (_at < _text.Length);

        return isSequence ? ((JsonTree.Items)values[0]).Values : values;
    }

    private JsonTree Value()
    {
        SkipSpace();
        switch (_text[_at])
        {
            case '#':
                return TableValue();
            case '{':
                _at++;
                var members = new List<KeyValuePair<string, JsonTree>>();
                while (Next() != '}')
                {
                    Skip(',');
                    string key = Quoted();
                    SkipSpace();
                    Expect(':');
                    members.Add(new(key, Value()));
                }

                _at++;
                return new JsonTree.Members(members);
            case '[':
                _at++;
                var items = new List<JsonTree>();
                while (Next() != ']')
                {
                    Skip(',');
                    items.Add(Value());
                }

                _at++;
                return new JsonTree.Items(items);
            case '"':
                return new JsonTree.Text(Clipped(_names.Expand(Quoted())));
            case '$':
                string name = _text.Substring(_at, 2);
                _at += 2;
                return _names.Fill(name, Filling());
            case '<':
                return TextBelow();
            default:
                int start = _at;
                while (_at < _text.Length && !",]}\n".Contains(_text[_at], StringComparison.Ordinal))
                {
                    _at++;
                }

                return new JsonTree.Literal(_text[start.._at]);
        }
    }

    private List<JsonTree> Filling()
    {
        Expect('{');
        var values = new List<JsonTree>();
        while (Next() != '}')
        {
            Skip(',');
            values.Add(Next() == '"' ? new JsonTree.Text(Quoted()) : Value());
        }

        _at++;
        return values;
    }

    private JsonTree TableValue()
    {
        Match header = Header().Match(_text, _at);
        Assert.True(header.Success, $"No table header at: {_text[_at..Math.Min(_text.Length, _at + 60)]}");
        _at += header.Length;
        int count = int.Parse(header.Groups[1].Value, CultureInfo.InvariantCulture);
        string noun = header.Groups[2].Value;
        int shown = header.Groups[3].Success ? int.Parse(header.Groups[3].Value, CultureInfo.InvariantCulture) : -1;
        string order = header.Groups[4].Value;
        List<DecodedColumn> statements = Statements();
        char separator = ',';
        List<DecodedColumn> cells = noun == "values" && _text[_at] == '\n'
            ? (statements.Count > 0 && statements.All(statement => !statement.HasCells) ? [] : [new DecodedColumn("@value")])
            : CellColumns(statements, ref separator);
        separator = cells.Count == 1 ? '\n' : separator;
        Expect('\n');
        List<DecodedColumn> columns = InOrder(order, statements, cells);
        int rows = shown < 0 ? count : shown;
        var values = new List<JsonTree>();
        var keys = new List<KeyValuePair<string, JsonTree>>();
        for (int i = 0; i < rows; i++)
        {
            int row = i;
            if (shown >= 0 && cells.Count > 0)
            {
                int colon = _text.IndexOf(':', _at);
                row = int.Parse(_text[_at..colon], CultureInfo.InvariantCulture);
                _at = colon + 2;
            }

            ReadCells(cells, separator);
            foreach (DecodedColumn column in columns)
            {
                column.Resolve(row, count, columns);
            }

            CellRows.Add((row, [.. columns.Select(column => (column.Name, column.Value))]));
            JsonTree value = RowBuilder.Build(columns.Where(column => column.Name != "@key" && column.Value is not null));
            ShownRows.Add((row, value));
            values.Add(value);
            if (noun == "keys")
            {
                keys.Add(new(((JsonTree.Text)columns.Single(column => column.Name == "@key").Value!).Value, value));
            }
        }

        while (shown >= 0 && _at < _text.Length && _text[_at] is '+' or '…')
        {
            _at = _text.IndexOf('\n', _at) + 1;
        }

        return noun == "keys" ? new JsonTree.Members(keys) : new JsonTree.Items(values);
    }

    private List<DecodedColumn> Statements()
    {
        var statements = new List<DecodedColumn>();
        _lastName = "";
        if (_text[_at] == ':')
        {
            _at++;
            return statements;
        }

        while (true)
        {
            Expect('\n');
            if (string.CompareOrdinal(_text, _at, "columns:", 0, 8) == 0)
            {
                _at += 8;
                return statements;
            }

            var column = new DecodedColumn(Name());
            int end = _text.IndexOf('\n', _at);
            column.State(_text[_at..end], _sections);
            _at = end;
            statements.Add(column);
        }
    }

    private List<DecodedColumn> CellColumns(List<DecodedColumn> statements, ref char separator)
    {
        var columns = new List<DecodedColumn>();
        _lastName = "";
        while (_text[_at] != '\n')
        {
            if (columns.Count > 0)
            {
                separator = _text[_at];
            }

            _at++;
            string name = Name();
            columns.Add(statements.Find(statement => statement.Name == name) ?? new DecodedColumn(name));
        }

        return columns;
    }

    private static List<DecodedColumn> InOrder(string order, List<DecodedColumn> statements, List<DecodedColumn> cells)
    {
        List<DecodedColumn> stated = statements.FindAll(statement => !cells.Contains(statement));
        if (order.Length == 0)
        {
            return [.. stated, .. cells];
        }

        int nextStated = 0;
        int nextCell = 0;
        return [.. order.Select(sign => sign == '=' ? stated[nextStated++] : cells[nextCell++])];
    }

    private void ReadCells(List<DecodedColumn> cells, char separator)
    {
        bool endedLine = false;
        for (int i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                Expect(separator);
            }

            DecodedColumn column = cells[i];
            endedLine = false;
            if (_text[_at] == separator || _text[_at] == '\n')
            {
                column.Value = null;
            }
            else if (_text[_at] is '{' or '[' or '#')
            {
                column.Value = Value();
                endedLine = _text[_at - 1] == '\n';
            }
            else if (string.CompareOrdinal(_text, _at, "<text ", 0, 6) == 0)
            {
                column.Value = TextBelow();
            }
            else if (_text[_at] == '"')
            {
                column.SetQuoted(Clipped(Quoted()));
            }
            else
            {
                int start = _at;
                while (_text[_at] != separator && _text[_at] != '\n')
                {
                    _at++;
                }

                column.SetBare(_text[start.._at]);
            }
        }

        if (cells.Count > 0 && !endedLine)
        {
            Expect('\n');
        }
    }

    private string Name()
    {
        int start = _at;
        while (true)
        {
            if (_text[_at] == '"')
            {
                Quoted();
            }
            else if (char.IsAsciiLetterOrDigit(_text[_at]) || "_-/$@.[]~".Contains(_text[_at], StringComparison.Ordinal))
            {
                _at++;
            }
            else
            {
                return _lastName = DecodedNames.InFull(_text[start.._at], _lastName);
            }
        }
    }

    private string Quoted()
    {
        Expect('"');
        int start = _at;
        while (_text[_at] != '"')
        {
            _at += _text[_at] == '\\' ? 2 : 1;
        }

        return JsonTree.Unescape(_text[start.._at++]);
    }

    private JsonTree.Text TextBelow()
    {
        int end = _text.IndexOf('>', _at);
        int number = int.Parse(_text[(_at + 6)..end], CultureInfo.InvariantCulture);
        _at = end + 1;
        return new JsonTree.Text(_sections.Text(number));
    }

    private string Clipped(string head)
    {
        for (Match note = ClipNote().Match(_text, _at); note.Success; note = ClipNote().Match(_text, _at))
        {
            _at += note.Length;
            head += note.Value + Quoted();
        }

        for (Match fold = FoldNote().Match(_text, _at); fold.Success; fold = FoldNote().Match(_text, _at))
        {
            _at += fold.Length;
            Quoted();
            if (string.CompareOrdinal(_text, _at, ": \"", 0, 3) == 0)
            {
                _at += 2;
                Quoted();
            }
        }

        return head;
    }

    private char Next()
    {
        SkipSpace();
        return _text[_at];
    }

    private void Skip(char expected)
    {
        if (Next() == expected)
        {
            _at++;
            SkipSpace();
        }
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\n')
        {
            _at++;
        }
    }

    private void Expect(char expected)
    {
        Assert.True(_at < _text.Length && _text[_at] == expected, $"Expected '{expected}' at: {_text[Math.Max(0, _at - 60)..Math.Min(_text.Length, _at + 40)]}");
        _at++;
    }
}
