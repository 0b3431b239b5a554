namespace Headroom.Compression.Code.Lexing;

/// <content>What a sign begins only where an expression may begin: regular expressions and JSX elements.</content>
internal ref partial struct CodeLexer
{
    private readonly bool MayBeginExpression
    {
        get
        {
            switch (_previous.Kind)
            {
                case CodeTokenKind.Text:
                    return false;
                case CodeTokenKind.Close:
                    return _utf8[_previous.Start] == '}' && _tokenStartsLine;
                case CodeTokenKind.Sign:
                    byte sign = At(_previous.Start);
                    return !(sign is (byte)'+' or (byte)'-' && _previous.Start > 0 && At(_previous.Start - 1) == sign);
                case CodeTokenKind.Word:
                    return IsOperatorWord(_utf8[_previous.Start.._previous.End])
                        || (_language == CodeLanguage.Ruby && At(_position - 1) == ' ' && At(_position + 1) is not ((byte)' ' or (byte)'='));
                default:
                    return true;
            }
        }
    }

    private static bool IsOperatorWord(ReadOnlySpan<byte> word) => word.Length switch
    {
        2 => word.SequenceEqual("in"u8) || word.SequenceEqual("of"u8) || word.SequenceEqual("do"u8) || word.SequenceEqual("if"u8) || word.SequenceEqual("or"u8),
        3 => word.SequenceEqual("new"u8) || word.SequenceEqual("and"u8) || word.SequenceEqual("not"u8),
        4 => word.SequenceEqual("case"u8) || word.SequenceEqual("else"u8) || word.SequenceEqual("void"u8) || word.SequenceEqual("when"u8),
        5 => word.SequenceEqual("throw"u8) || word.SequenceEqual("yield"u8) || word.SequenceEqual("await"u8) || word.SequenceEqual("while"u8)
            || word.SequenceEqual("until"u8) || word.SequenceEqual("elsif"u8),
        6 => word.SequenceEqual("return"u8) || word.SequenceEqual("typeof"u8) || word.SequenceEqual("delete"u8) || word.SequenceEqual("unless"u8),
        7 => word.SequenceEqual("default"u8),
        10 => word.SequenceEqual("instanceof"u8),
        _ => false,
    };

    // /…/ on one line (in Ruby over several where nothing else is possible), a slash in a class is no end.
    private bool TrySkipRegex(int start)
    {
        if (!MayBeginExpression)
        {
            return false;
        }

        bool isMultiline = _language == CodeLanguage.Ruby && _previous.Kind is CodeTokenKind.Sign or CodeTokenKind.Open;
        bool inClass = false;
        for (int position = start + 1; position < _utf8.Length; position++)
        {
            switch (_utf8[position])
            {
                case (byte)'\n' when !isMultiline:
                    return false;
                case (byte)'\\':
                    position++;
                    break;
                case (byte)'[':
                    inClass = true;
                    break;
                case (byte)']':
                    inClass = false;
                    break;
                case (byte)'/' when !inClass:
                    _position = position + 1;
                    while (char.IsAsciiLetter((char)At(_position)))
                    {
                        _position++;
                    }

                    return true;
                default:
                    break;
            }
        }

        // One without an end makes every further search as long.
        IsLost |= isMultiline;
        return false;
    }

    private CodeTokenKind JsxOrLess(int start)
    {
        byte next = At(start + 1);
        if (_hasNoJsx || !(char.IsAsciiLetter((char)next) || next == '>') || !MayBeginExpression)
        {
            return Sign((byte)'<');
        }

        // A generic arrow function or a cast in TypeScript looks like an element until no end tag is found.
        CodeLexer attempt = this;
        attempt._nesting++;
        if (attempt._nesting < MaxNesting && attempt.SkipElement(start) && !attempt.IsLost)
        {
            _position = attempt._position;
            return CodeTokenKind.Text;
        }

        _hasNoJsx = true;
        return Sign((byte)'<');
    }

    // From a start tag to its end tag, or to "/>".
    private bool SkipElement(int start)
    {
        int position = start;
        int depth = 0;
        while (position < _utf8.Length)
        {
            byte b = _utf8[position];
            if (b == '<')
            {
                bool isEnd = At(position + 1) == '/';
                position = SkipTag(position + (isEnd ? 2 : 1), out bool isEmpty);
                if (position < 0)
                {
                    return false;
                }

                depth += isEnd ? -1 : isEmpty ? 0 : 1;
                if (depth <= 0)
                {
                    _position = position;
                    return depth == 0;
                }
            }
            else if (b == '{')
            {
                _position = position + 1;
                SkipCode((byte)'}');
                position = _position;
            }
            else
            {
                int length = _utf8[position..].IndexOfAny((byte)'<', (byte)'{');
                position = length < 0 ? _utf8.Length : position + length;
            }
        }

        return false;
    }

    private int SkipTag(int position, out bool isEmpty)
    {
        isEmpty = false;
        while (position < _utf8.Length)
        {
            switch (_utf8[position])
            {
                case (byte)'>':
                    isEmpty = At(position - 1) == '/';
                    return position + 1;
                case (byte)'"' or (byte)'\'':
                    int length = _utf8[(position + 1)..].IndexOf(_utf8[position]);
                    position = length < 0 ? _utf8.Length : position + length + 2;
                    break;
                case (byte)'{':
                    _position = position + 1;
                    SkipCode((byte)'}');
                    position = _position;
                    break;
                case (byte)'(' or (byte)')' or (byte)';' or (byte)'<' or (byte)'&' or (byte)'|':
                    return -1;
                default:
                    position++;
                    break;
            }
        }

        return -1;
    }
}
