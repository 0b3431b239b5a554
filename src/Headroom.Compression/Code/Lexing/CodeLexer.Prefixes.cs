using System.Buffers;

namespace Headroom.Compression.Code.Lexing;

/// <content>Literals that a prefix announces, and what else a special sign begins.</content>
internal ref partial struct CodeLexer
{
    // A raw delimiter in C++ has at most 16 characters; as many number signs are plenty in Rust.
    private const int MaxDelimiter = 255;

    private static readonly SearchValues<byte> PythonPrefixes = SearchValues.Create("rRbBfFuUtT"u8);
    private static readonly SearchValues<byte> CppPrefixes = SearchValues.Create("LuU8R"u8);

    // The position stands behind a word of up to three letters, and a quote or number sign follows.
    private CodeTokenKind PrefixedText(int start, int position, byte next)
    {
        ReadOnlySpan<byte> prefix = _utf8[start..position];
        switch (_language)
        {
            case CodeLanguage.Python when next != '#' && !prefix.ContainsAnyExcept(PythonPrefixes):
                return next == '"' ? DoubleQuote(position) : SingleQuote(position);
            case CodeLanguage.C or CodeLanguage.Cpp when next == '"' && prefix[^1] == 'R' && !prefix.ContainsAnyExcept(CppPrefixes):
                return CppRawText(position);
            case CodeLanguage.Rust when next != '\'' && (prefix.SequenceEqual("r"u8) || prefix.SequenceEqual("br"u8) || prefix.SequenceEqual("cr"u8)):
                return RustRawText(position);
            case CodeLanguage.Rust when next == '\'' && prefix.SequenceEqual("b"u8):
                return Character(position);
            default:
                return CodeTokenKind.Word;
        }
    }

    private CodeTokenKind CppRawText(int quote)
    {
        ReadOnlySpan<byte> rest = _utf8[(quote + 1)..];
        int open = rest[..Math.Min(rest.Length, 17)].IndexOf((byte)'(');
        if (open < 0)
        {
            return DoubleQuote(quote);
        }

        Span<byte> terminator = stackalloc byte[open + 2];
        terminator[0] = (byte)')';
        rest[..open].CopyTo(terminator[1..]);
        terminator[^1] = (byte)'"';
        return Until(quote + open + 2, terminator);
    }

    private CodeTokenKind RustRawText(int position)
    {
        int signs = 0;
        while (At(position + signs) == '#' && signs < MaxDelimiter)
        {
            signs++;
        }

        if (At(position + signs) != '"')
        {
            // A raw identifier: r#type.
            _position = position + (signs == 1 ? 1 : 0);
            while (signs == 1 && WordBytes.Contains(At(_position)) && _position < _utf8.Length)
            {
                _position++;
            }

            return CodeTokenKind.Word;
        }

        Span<byte> terminator = stackalloc byte[signs + 1];
        terminator.Fill((byte)'#');
        terminator[0] = (byte)'"';
        return Until(position + signs + 1, terminator);
    }

    private CodeTokenKind Dollar(int start)
    {
        byte next = At(start + 1);
        switch (_language)
        {
            case CodeLanguage.CSharp:
                return CSharpPrefix(start);
            case CodeLanguage.Sql:
                return SqlDollarQuote(start);
            case CodeLanguage.Shell when next == '\'':
                return Quoted(start + 2, (byte)'\'', Interpolation.None);
            case CodeLanguage.Shell when next == '#':
                _position = start + 2;
                return CodeTokenKind.Word;
            case CodeLanguage.Ruby when next is > (byte)' ' and < 0x80 && !WordBytes.Contains(next):
                _position = start + 2;
                return CodeTokenKind.Word;
            case CodeLanguage.JavaScript or CodeLanguage.TypeScript or CodeLanguage.Java:
                return Word(start);
            case CodeLanguage.Php or CodeLanguage.Ruby or CodeLanguage.Shell when WordBytes.Contains(next):
                return Word(start);
            default:
                return Sign((byte)'$');
        }
    }

    // $"…{x}…", @"…", $@"…", @$"…", $$"""…"""; or a verbatim name.
    private CodeTokenKind CSharpPrefix(int start)
    {
        int position = start;
        bool isVerbatim = false;
        bool isInterpolated = false;
        while (At(position) is (byte)'$' or (byte)'@' && position - start < MaxDelimiter)
        {
            isVerbatim |= _utf8[position] == '@';
            isInterpolated |= _utf8[position++] == '$';
        }

        if (At(position) != '"')
        {
            return Sign(_utf8[start]);
        }

        if (!isVerbatim && At(position + 1) == '"' && At(position + 2) == '"')
        {
            return TripleQuoted(position);
        }

        Interpolation code = isInterpolated ? Interpolation.Brace : Interpolation.None;
        if (isVerbatim)
        {
            return Doubled(position + 1, (byte)'"', code);
        }

        return isInterpolated ? InterpolatedText(position + 1) : Quoted(position + 1, (byte)'"', code);
    }

    // As quoted text, but a doubled brace stands for itself.
    private CodeTokenKind InterpolatedText(int position)
    {
        while (position < _utf8.Length && _utf8[position] is not ((byte)'"' or (byte)'\n'))
        {
            if (_utf8[position] == '\\' || (_utf8[position] == '{' && At(position + 1) == '{'))
            {
                position += 2;
            }
            else if (_utf8[position] == '{')
            {
                _position = position + 1;
                SkipCode((byte)'}');
                position = _position;
            }
            else
            {
                position++;
            }
        }

        _position = position + (At(position) == '"' ? 1 : 0);
        return CodeTokenKind.Text;
    }

    private CodeTokenKind SqlDollarQuote(int start)
    {
        int position = start + 1;
        while (position - start < MaxDelimiter && WordBytes.Contains(At(position)) && position < _utf8.Length)
        {
            position++;
        }

        bool isTag = At(position) == '$' && !char.IsAsciiDigit((char)At(start + 1));
        return isTag ? Until(position + 1, _utf8[start..(position + 1)]) : Sign((byte)'$');
    }

    private readonly bool EndsExpression => _previous.Kind is CodeTokenKind.Word or CodeTokenKind.Close or CodeTokenKind.Text;

    private CodeTokenKind RubyCharacter(int start)
    {
        if (EndsExpression || At(start + 1) <= ' ' || WordBytes.Contains(At(start + 2)))
        {
            return Sign((byte)'?');
        }

        _position = start + (At(start + 1) == '\\' ? 3 : 2);
        return CodeTokenKind.Text;
    }

    private CodeTokenKind RubyPercent(int start)
    {
        int open = start + 1;
        bool isNamed = At(open) is (byte)'w' or (byte)'W' or (byte)'i' or (byte)'I' or (byte)'q' or (byte)'Q' or (byte)'r' or (byte)'x' or (byte)'s';
        open += isNamed ? 1 : 0;
        byte first = At(open);
        bool isText = first is > (byte)' ' and < 0x80 && !WordBytes.Contains(first)
            && (isNamed ? !EndsExpression || At(start - 1) == ' ' : !EndsExpression && first is (byte)'(' or (byte)'[' or (byte)'{' or (byte)'<' or (byte)'|');
        if (!isText)
        {
            return Sign((byte)'%');
        }

        byte close = first == '<' ? (byte)'>' : first is (byte)'(' or (byte)'[' or (byte)'{' ? Closing(first) : first;
        int depth = 1;
        for (int position = open + 1; position < _utf8.Length; position++)
        {
            byte b = _utf8[position];
            if (b == '\\')
            {
                position++;
            }
            else if (b == close && --depth == 0)
            {
                _position = position + 1;
                return CodeTokenKind.Text;
            }
            else if (b == first && first != close)
            {
                depth++;
            }
        }

        Lose();
        return CodeTokenKind.Text;
    }
}
