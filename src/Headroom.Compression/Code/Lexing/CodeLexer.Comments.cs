namespace Headroom.Compression.Code.Lexing;

/// <content>Comments, preprocessor lines, and the markup around PHP.</content>
internal ref partial struct CodeLexer
{
    private CodeTokenKind Slash(int start)
    {
        byte second = At(start + 1);
        if (second == '/' && Has(LexicalRules.SlashComments))
        {
            return LineComment(start);
        }

        if (second == '*' && Has(LexicalRules.SlashComments | LexicalRules.DashComments))
        {
            return BlockComment(start);
        }

        return Has(LexicalRules.RegexLiterals) && TrySkipRegex(start) ? CodeTokenKind.Text : Sign((byte)'/');
    }

    private CodeTokenKind Hash(int start, bool startsLine)
    {
        if (start == 0 && At(1) == '!' && At(2) != '[')
        {
            return LineComment(start);
        }

        if (Has(LexicalRules.Directives) && startsLine)
        {
            return Directive(start);
        }

        bool isComment = Has(LexicalRules.HashComments) && _language switch
        {
            CodeLanguage.Php => At(start + 1) != '[',
            CodeLanguage.Shell => start == 0 || At(start - 1) is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)';' or (byte)'|' or (byte)'&' or (byte)'(' or (byte)')',
            _ => true,
        };
        return isComment ? LineComment(start) : Sign((byte)'#');
    }

    // In C a backslash continues a comment like any line; in PHP a comment ends where markup begins.
    private CodeTokenKind LineComment(int start)
    {
        int end = LineEnd(start);
        if (_language is CodeLanguage.C or CodeLanguage.Cpp)
        {
            end = ContinuedLineEnd(start);
        }
        else if (_language == CodeLanguage.Php && _utf8[start..end].IndexOf("?>"u8) is >= 0 and var close)
        {
            end = start + close;
        }

        _position = end;
        return CodeTokenKind.Comment;
    }

    private CodeTokenKind BlockComment(int start)
    {
        int position = start + 2;
        for (int depth = 1; depth > 0;)
        {
            int found = Has(LexicalRules.NestedComments) ? _utf8[position..].IndexOf((byte)'/') : _utf8[position..].IndexOf("*/"u8);
            if (found < 0)
            {
                Lose();
                return CodeTokenKind.Comment;
            }

            position += found;
            if (!Has(LexicalRules.NestedComments))
            {
                position += 2;
                break;
            }

            if (position > start + 2 && At(position - 1) == '*')
            {
                depth--;
                position++;
            }
            else
            {
                bool opens = At(position + 1) == '*';
                depth += opens ? 1 : 0;
                position += opens ? 2 : 1;
            }
        }

        _position = position;
        return CodeTokenKind.Comment;
    }

    // A directive runs to the end of its line, over continued lines and over block comments that begin in it.
    private CodeTokenKind Directive(int start)
    {
        int position = start;
        if (_language == CodeLanguage.CSharp)
        {
            position = LineEnd(start);
        }

        while (_language != CodeLanguage.CSharp)
        {
            int end = ContinuedLineEnd(position);
            int comment = _utf8[position..end].IndexOf("/*"u8);
            int line = _utf8[position..end].IndexOf("//"u8);
            if (comment < 0 || (line >= 0 && line < comment) || _utf8[position..(position + comment)].Count((byte)'"') % 2 != 0)
            {
                position = end;
                break;
            }

            int close = _utf8[(position + comment + 2)..].IndexOf("*/"u8);
            if (close < 0)
            {
                Lose();
                return CodeTokenKind.Directive;
            }

            position += comment + 2 + close + 2;
        }

        _position = position;
        return CodeTokenKind.Directive;
    }

    private CodeTokenKind RubyBlockComment(int start)
    {
        int end = _utf8[start..].IndexOf("\n=end"u8);
        if (end < 0)
        {
            Lose();
        }
        else
        {
            _position = LineEnd(start + end + 1);
        }

        return CodeTokenKind.Comment;
    }

    private CodeToken Markup()
    {
        int start = _position;
        return new CodeToken(start >= _utf8.Length ? CodeTokenKind.End : Markup(start), start, _position, false);
    }

    private CodeTokenKind Markup(int start)
    {
        int open = _utf8[start..].IndexOf("<?"u8);
        _inMarkup = open < 0;
        _position = open < 0 ? _utf8.Length : start + open + 2;
        if (!_inMarkup && _utf8[_position..].StartsWith("php"u8))
        {
            _position += 3;
        }

        return CodeTokenKind.Markup;
    }

    private readonly int LineEnd(int start)
    {
        int length = _utf8[start..].IndexOf((byte)'\n');
        length = length < 0 ? _utf8.Length - start : length;
        return length > 0 && _utf8[start + length - 1] == '\r' ? start + length - 1 : start + length;
    }

    private readonly int ContinuedLineEnd(int start)
    {
        int end = LineEnd(start);
        while (end < _utf8.Length && end > start && _utf8[end - 1] == '\\')
        {
            int next = end + (_utf8[end] == '\r' ? 2 : 1);
            end = Math.Max(next, LineEnd(Math.Min(next, _utf8.Length)));
        }

        return end;
    }
}
