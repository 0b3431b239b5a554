using System.Buffers;

namespace Headroom.Compression.Code.Lexing;

/// <summary>
/// Takes source code apart into tokens, forward only. Text with code inside (template literals, interpolated strings, JSX) is one
/// token. Never throws: what the language does not know is a sign of one byte.
/// </summary>
internal ref partial struct CodeLexer
{
    // Deeper interpolation than this is not code that anyone wrote.
    private const int MaxNesting = 32;

    private static readonly SearchValues<byte> WordBytes = SearchValues.Create(
        [.. "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8, .. Enumerable.Range(128, 128).Select(b => (byte)b)]);

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly CodeLanguage _language;
    private readonly LexicalRules _rules;
    private int _position;
    private int _nesting;
    private bool _startsLine = true;
    private bool _tokenStartsLine;
    private bool _inMarkup;
    private CodeToken _previous;
    private bool _hasNoJsx;
    private Delimiters _delimiters;
    private int _pending;
    private int _missing;

    /// <summary>Begins at the start of a source.</summary>
    /// <param name="utf8">The source; need not be valid UTF-8.</param>
    /// <param name="language">Its language.</param>
    public CodeLexer(ReadOnlySpan<byte> utf8, CodeLanguage language)
    {
        _utf8 = utf8;
        _language = language;
        _rules = LexicalRulesOf.Language(language);
        _position = utf8.StartsWith("\uFEFF"u8) ? 3 : 0;
        _inMarkup = language == CodeLanguage.Php;
        _previous = new CodeToken(CodeTokenKind.Sign, _position, _position, true);
    }

    /// <value>Whether text or a comment had no end, or code was nested too deep: then nothing behind it is certain.</value>
    public bool IsLost { get; private set; }

    /// <value>Whether what follows is the markup around code.</value>
    public readonly bool IsInMarkup => _inMarkup;

    /// <summary>The next token; of kind <see cref="CodeTokenKind.End"/> behind the last one.</summary>
    public CodeToken Next()
    {
        CodeToken token = Read();
        if (token.Kind != CodeTokenKind.Comment)
        {
            _previous = token;
        }

        return token;
    }

    private readonly bool Has(LexicalRules rule) => (_rules & rule) != 0;

    private readonly byte At(int position) => (uint)position < (uint)_utf8.Length ? _utf8[position] : (byte)0;

    private CodeToken Read()
    {
        if (_inMarkup)
        {
            return Markup();
        }

        SkipSpace();
        if (_position >= _utf8.Length)
        {
            return new CodeToken(CodeTokenKind.End, _utf8.Length, _utf8.Length, _startsLine);
        }

        int start = _position;
        bool startsLine = _startsLine;
        _startsLine = false;
        _tokenStartsLine = startsLine;
        CodeTokenKind kind = ReadKind(_utf8[start], start, startsLine);
        if (_position <= start)
        {
            _position = start + 1;
        }

        _position = Math.Min(_position, _utf8.Length);
        return new CodeToken(kind, start, _position, startsLine);
    }

    private void SkipSpace()
    {
        while (_position < _utf8.Length)
        {
            byte b = _utf8[_position];
            if (b == '\n')
            {
                _position++;
                _startsLine = true;
                SkipHeredocs();
            }
            else if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\f' or (byte)'\v')
            {
                _position++;
            }
            else if (b == '\\' && At(_position + 1) is (byte)'\n' or (byte)'\r')
            {
                _position += At(_position + 1) == '\r' && At(_position + 2) == '\n' ? 3 : 2;
            }
            else
            {
                break;
            }
        }
    }

    private CodeTokenKind ReadKind(byte first, int start, bool startsLine)
    {
        switch (first)
        {
            case (byte)'(' or (byte)'[' or (byte)'{':
                _position++;
                return CodeTokenKind.Open;
            case (byte)')' or (byte)']' or (byte)'}':
                _position++;
                return CodeTokenKind.Close;
            case (byte)'"':
                return DoubleQuote(start);
            case (byte)'\'':
                return SingleQuote(start);
            case (byte)'`':
                return Backtick(start);
            case (byte)'/':
                return Slash(start);
            case (byte)'#':
                return Hash(start, startsLine);
            case (byte)'-' when Has(LexicalRules.DashComments) && At(start + 1) == '-':
                return LineComment(start);
            case (byte)'<' when IsHeredocLanguage && At(start + 1) == '<':
                return Heredoc(start);
            case (byte)'<' when Has(LexicalRules.RegexLiterals) && _language != CodeLanguage.Ruby:
                return JsxOrLess(start);
            case (byte)'?' when _language == CodeLanguage.Php && At(start + 1) == '>':
                _inMarkup = true;
                return Markup(start);
            case (byte)'?' when _language == CodeLanguage.Ruby:
                return RubyCharacter(start);
            case (byte)'$':
                return Dollar(start);
            case (byte)'@' when _language == CodeLanguage.CSharp:
                return CSharpPrefix(start);
            case (byte)'%' when _language == CodeLanguage.Ruby:
                return RubyPercent(start);
            case (byte)'=' when _language == CodeLanguage.Ruby && startsLine && _utf8[start..].StartsWith("=begin"u8):
                return RubyBlockComment(start);
            default:
                return WordBytes.Contains(first) ? Word(start) : Sign(first);
        }
    }

    private CodeTokenKind Word(int start)
    {
        bool isNumber = char.IsAsciiDigit((char)_utf8[start]);
        int position = start;
        do
        {
            do
            {
                position++;
            }
            while (position < _utf8.Length && WordBytes.Contains(_utf8[position]));
        }
        while (position < _utf8.Length && _utf8[position] switch
        {
            (byte)'$' => Has(LexicalRules.RegexLiterals) || _language is CodeLanguage.Java,
            (byte)'\'' => isNumber && _language is CodeLanguage.C or CodeLanguage.Cpp && WordBytes.Contains(At(position + 1)),
            _ => false,
        });
        _position = position;
        byte next = At(position);
        if (next is (byte)'"' or (byte)'\'' or (byte)'#' && position - start <= 3)
        {
            return PrefixedText(start, position, next);
        }

        if (_language == CodeLanguage.Ruby && StartsDataSection(start))
        {
            _position = _utf8.Length;
            return CodeTokenKind.Comment;
        }

        return CodeTokenKind.Word;
    }

    private readonly bool StartsDataSection(int start) =>
        At(start) == '_' && _utf8[start.._position].SequenceEqual("__END__"u8) && (start == 0 || At(start - 1) == '\n') && At(_position) is 0 or (byte)'\n' or (byte)'\r';

    private CodeTokenKind Sign(byte first)
    {
        _position++;
        byte second = At(_position);
        if (second == '=' && first is (byte)'=' or (byte)'!' or (byte)'<' or (byte)'>' or (byte)'+' or (byte)'-' or (byte)'*' or (byte)'%' or (byte)'&'
            or (byte)'|' or (byte)'^' or (byte)':')
        {
            _position++;
            if (At(_position) == '=')
            {
                _position++;
            }
        }
        else if ((second == '>' && first is (byte)'=' or (byte)'-') || (second == ':' && first == ':'))
        {
            _position++;
        }

        return CodeTokenKind.Sign;
    }

    // Passes over code up to the bracket that closes it; the position stands behind the opening one.
    private void SkipCode(byte close)
    {
        if (_nesting >= MaxNesting)
        {
            Lose();
            return;
        }

        CodeToken previous = _previous;
        bool startsLine = _startsLine;
        _nesting++;
        _previous = new CodeToken(CodeTokenKind.Sign, _position, _position, false);
        int depth = 1;
        while (depth > 0)
        {
            CodeToken token = Next();
            if (token.Kind == CodeTokenKind.End)
            {
                Lose();
                break;
            }

            byte sign = _utf8[token.Start];
            depth += token.Kind switch
            {
                CodeTokenKind.Open when Closing(sign) == close => 1,
                CodeTokenKind.Close when sign == close => -1,
                _ => 0,
            };
        }

        _nesting--;
        _previous = previous;
        _startsLine = startsLine;
    }

    /// <summary>The bracket that closes one that opens.</summary>
    public static byte Closing(byte open) => open switch
    {
        (byte)'(' => (byte)')',
        (byte)'[' => (byte)']',
        _ => (byte)'}',
    };

    private void Lose()
    {
        IsLost = true;
        _position = _utf8.Length;
    }
}
