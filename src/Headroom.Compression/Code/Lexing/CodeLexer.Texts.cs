namespace Headroom.Compression.Code.Lexing;

/// <content>Literals in quotes: the plain ones, those with code inside, and characters.</content>
internal ref partial struct CodeLexer
{
    // A character with its escape; longer than this, a quote is an apostrophe.
    private const int MaxCharacterBytes = 16;

    // What opens code inside text.
    private enum Interpolation
    {
        None,
        DollarBrace,
        HashBrace,
        Brace,
        PhpBrace,
        Shell,
    }

    private CodeTokenKind DoubleQuote(int start)
    {
        if (Has(LexicalRules.TripleQuotes) && At(start + 1) == '"' && At(start + 2) == '"')
        {
            return TripleQuoted(start);
        }

        return _language switch
        {
            CodeLanguage.Kotlin => Quoted(start + 1, (byte)'"', Interpolation.DollarBrace),
            CodeLanguage.Ruby => Quoted(start + 1, (byte)'"', Interpolation.HashBrace),
            CodeLanguage.Php => Quoted(start + 1, (byte)'"', Interpolation.PhpBrace),
            CodeLanguage.Shell => Quoted(start + 1, (byte)'"', Interpolation.Shell),
            CodeLanguage.Sql => Doubled(start + 1, (byte)'"', Interpolation.None),
            _ => Quoted(start + 1, (byte)'"', Interpolation.None),
        };
    }

    private CodeTokenKind SingleQuote(int start)
    {
        if (!Has(LexicalRules.SingleQuotedText))
        {
            return Character(start);
        }

        if (Has(LexicalRules.TripleQuotes) && At(start + 1) == '\'' && At(start + 2) == '\'')
        {
            return TripleQuoted(start);
        }

        return _language switch
        {
            CodeLanguage.Sql => SqlText(start),
            CodeLanguage.Shell => Until(start + 1, "'"u8),
            _ => Quoted(start + 1, (byte)'\'', Interpolation.None),
        };
    }

    private CodeTokenKind Backtick(int start) => _language switch
    {
        CodeLanguage.Go => Until(start + 1, "`"u8),
        CodeLanguage.JavaScript or CodeLanguage.TypeScript => Quoted(start + 1, (byte)'`', Interpolation.DollarBrace, isMultiline: true),
        CodeLanguage.Ruby or CodeLanguage.Shell or CodeLanguage.Php => Quoted(start + 1, (byte)'`', Interpolation.None, isMultiline: true),
        CodeLanguage.Kotlin or CodeLanguage.Sql => Quoted(start + 1, (byte)'`', Interpolation.None),
        _ => Sign((byte)'`'),
    };

    // Text with escapes up to its quote. Where it may not run over a line end, a line end stops it: so does every compiler.
    private CodeTokenKind Quoted(int position, byte quote, Interpolation code, bool isMultiline = false)
    {
        isMultiline |= Has(LexicalRules.MultilineText);
        while (position < _utf8.Length)
        {
            byte b = _utf8[position];
            if (b == quote)
            {
                _position = position + 1;
                return CodeTokenKind.Text;
            }

            if (b == '\\')
            {
                position += At(position + 1) == '\r' && At(position + 2) == '\n' ? 3 : 2;
            }
            else if (b == '\n' && !isMultiline)
            {
                _position = position;
                return CodeTokenKind.Text;
            }
            else if (code != Interpolation.None && Opening(code, position) is > 0 and var length)
            {
                _position = position + length;
                SkipCode(_utf8[_position - 1] == '(' ? (byte)')' : (byte)'}');
                position = _position;
            }
            else
            {
                position++;
            }
        }

        Lose();
        return CodeTokenKind.Text;
    }

    private readonly int Opening(Interpolation code, int position)
    {
        byte first = _utf8[position];
        byte second = At(position + 1);
        return code switch
        {
            Interpolation.DollarBrace when first == '$' && second == '{' => 2,
            Interpolation.HashBrace when first == '#' && second == '{' => 2,
            Interpolation.PhpBrace when first == '{' && second == '$' => 1,
            Interpolation.Shell when first == '$' && second is (byte)'(' or (byte)'{' => 2,
            Interpolation.Brace when first == '{' && second != '{' => 1,
            _ => 0,
        };
    }

    // Text in which a doubled quote stands for itself and a backslash for nothing special.
    private CodeTokenKind Doubled(int position, byte quote, Interpolation code)
    {
        while (position < _utf8.Length)
        {
            byte b = _utf8[position];
            if (b == quote && At(position + 1) != quote)
            {
                _position = position + 1;
                return CodeTokenKind.Text;
            }

            if (b == quote || (code == Interpolation.Brace && b == '{' && At(position + 1) == '{'))
            {
                position += 2;
            }
            else if (code != Interpolation.None && Opening(code, position) > 0)
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

        Lose();
        return CodeTokenKind.Text;
    }

    private CodeTokenKind Until(int position, scoped ReadOnlySpan<byte> terminator)
    {
        int length = position <= _utf8.Length ? _utf8[position..].IndexOf(terminator) : -1;
        if (length < 0)
        {
            Lose();
        }
        else
        {
            _position = position + length + terminator.Length;
        }

        return CodeTokenKind.Text;
    }

    // Python and Java know escapes, Kotlin code inside; in C# as many quotes end the text as began it.
    private CodeTokenKind TripleQuoted(int start)
    {
        byte quote = _utf8[start];
        int quotes = 3;
        if (_language == CodeLanguage.CSharp)
        {
            int run = _utf8[start..].IndexOfAnyExcept(quote);
            quotes = run < 0 ? _utf8.Length - start : run;
        }

        int position = start + quotes;
        bool escapes = _language is CodeLanguage.Python or CodeLanguage.Java;
        int found = 0;
        while (position < _utf8.Length)
        {
            byte b = _utf8[position++];
            found = b == quote ? found + 1 : 0;
            if (found == quotes)
            {
                // Further quotes belong to the text in Kotlin and to no valid one elsewhere.
                while (_language == CodeLanguage.Kotlin && At(position) == quote)
                {
                    position++;
                }

                _position = position;
                return CodeTokenKind.Text;
            }

            if (b == '\\' && escapes)
            {
                position++;
            }
            else if (b == '$' && _language == CodeLanguage.Kotlin && At(position) == '{')
            {
                _position = position + 1;
                SkipCode((byte)'}');
                position = _position;
            }
        }

        Lose();
        return CodeTokenKind.Text;
    }

    private CodeTokenKind Character(int start)
    {
        int limit = Math.Min(_utf8.Length, start + MaxCharacterBytes);
        int position = start + 1;
        if (_language == CodeLanguage.Rust && At(position) != '\\')
        {
            // A lifetime has no second quote behind its first character.
            int length = At(position) < 0x80 ? 1 : At(position) < 0xE0 ? 2 : At(position) < 0xF0 ? 3 : 4;
            if (At(position + length) != '\'')
            {
                return Sign((byte)'\'');
            }

            limit = Math.Min(_utf8.Length, position + length + 1);
        }

        for (; position < limit && _utf8[position] != '\n'; position++)
        {
            if (_utf8[position] == '\\')
            {
                position++;
            }
            else if (_utf8[position] == '\'' && (position > start + 1 || _language == CodeLanguage.Rust))
            {
                _position = position + 1;
                return CodeTokenKind.Text;
            }
        }

        return Sign((byte)'\'');
    }

    // MySQL escapes by a backslash, the standard does not: where one could close the text it does.
    private CodeTokenKind SqlText(int start)
    {
        bool escapes = start > 0 && At(start - 1) is (byte)'E' or (byte)'e';
        for (int position = start + 1; position < _utf8.Length; position++)
        {
            byte b = _utf8[position];
            byte next = At(position + 1);
            if (b == '\\' && (escapes || next is (byte)'\\' || (next == '\'' && char.IsAsciiLetterOrDigit((char)At(position + 2)))))
            {
                position++;
            }
            else if (b == '\'')
            {
                if (next != '\'')
                {
                    _position = position + 1;
                    return CodeTokenKind.Text;
                }

                position++;
            }
        }

        Lose();
        return CodeTokenKind.Text;
    }
}
