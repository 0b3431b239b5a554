namespace Headroom.Compression.Code.Lexing;

/// <content>Here-documents of shell, Ruby and PHP.</content>
internal ref partial struct CodeLexer
{
    // A shift looks like a here-document without an end; only so many are searched for one.
    private const int MaxMissing = 8;

    [System.Runtime.CompilerServices.InlineArray(4)]
    private struct Delimiters
    {
        private Range _first;
    }

    private readonly bool IsHeredocLanguage => _language is CodeLanguage.Shell or CodeLanguage.Ruby or CodeLanguage.Php;

    private CodeTokenKind Heredoc(int start)
    {
        int position = start + 2;
        if (_language == CodeLanguage.Php)
        {
            return At(position) == '<' ? PhpHeredoc(start) : Sign((byte)'<');
        }

        bool isMarked = At(position) is (byte)'-' or (byte)'~';
        position += isMarked ? 1 : 0;
        while (_language == CodeLanguage.Shell && At(position) is (byte)' ' or (byte)'\t')
        {
            position++;
        }

        byte quote = At(position);
        bool isQuoted = quote is (byte)'"' or (byte)'\'' or (byte)'\\';
        position += isQuoted ? 1 : 0;
        int end = position;
        while (end < _utf8.Length && WordBytes.Contains(_utf8[end]))
        {
            end++;
        }

        byte first = At(position);
        bool begins = _language == CodeLanguage.Shell
            ? !char.IsAsciiDigit((char)first)
            : isMarked || isQuoted || (char.IsAsciiLetterUpper((char)first) && At(start - 1) is (byte)' ' or (byte)'(' or (byte)',' or (byte)'=');
        if (end == position || !begins || _pending == 4)
        {
            _position = start + 2;
            return CodeTokenKind.Sign;
        }

        _delimiters[_pending++] = position..end;
        _position = end + (isQuoted && quote != '\\' && At(end) == quote ? 1 : 0);
        return CodeTokenKind.Text;
    }

    // Behind the line end that follows the operators: their texts, one after the other.
    private void SkipHeredocs()
    {
        for (int i = 0; i < _pending && _missing < MaxMissing; i++)
        {
            ReadOnlySpan<byte> delimiter = _utf8[_delimiters[i]];
            int end = EndOfHeredoc(_position, delimiter);
            if (end < 0)
            {
                IsLost |= ++_missing == MaxMissing;
            }
            else
            {
                _position = end;
            }
        }

        _pending = 0;
    }

    private readonly int EndOfHeredoc(int position, ReadOnlySpan<byte> delimiter)
    {
        while (position < _utf8.Length)
        {
            int length = _utf8[position..].IndexOf((byte)'\n');
            int end = length < 0 ? _utf8.Length : position + length + 1;
            if (_utf8[position..end].Trim(" \t\r\n"u8).SequenceEqual(delimiter))
            {
                return end;
            }

            position = end;
        }

        return -1;
    }

    private CodeTokenKind PhpHeredoc(int start)
    {
        int position = start + 3;
        while (At(position) is (byte)' ' or (byte)'"' or (byte)'\'')
        {
            position++;
        }

        int end = position;
        while (end < _utf8.Length && WordBytes.Contains(_utf8[end]))
        {
            end++;
        }

        if (end == position)
        {
            return Sign((byte)'<');
        }

        ReadOnlySpan<byte> delimiter = _utf8[position..end];
        for (int line = LineEnd(end); line < _utf8.Length;)
        {
            int next = _utf8[line..].IndexOf((byte)'\n');
            if (next < 0)
            {
                break;
            }

            line += next + 1;
            int text = line;
            while (At(text) is (byte)' ' or (byte)'\t')
            {
                text++;
            }

            if (_utf8[text..].StartsWith(delimiter) && !WordBytes.Contains(At(text + delimiter.Length)))
            {
                _position = text + delimiter.Length;
                return CodeTokenKind.Text;
            }
        }

        Lose();
        return CodeTokenKind.Text;
    }
}
