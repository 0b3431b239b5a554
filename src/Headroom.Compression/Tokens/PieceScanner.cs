namespace Headroom.Compression.Tokens;

/// <summary>
/// Splits UTF-8 text into the pieces within which tokens are merged, as the split patterns of o200k_base and cl100k_base
/// do, by hand and in one forward pass: each method takes the start of a piece and returns its end. What a backtracking
/// engine would try again is remembered instead, so that every byte is looked at a bounded number of times.
/// </summary>
internal static class PieceScanner
{
    /// <summary>The end of the o200k_base piece that starts at <paramref name="start"/>.</summary>
    public static int NextO200k(ReadOnlySpan<byte> utf8, int start)
    {
        CharacterClass first = Characters.At(utf8, start, out int length);
        int second = start + length;
        switch (first)
        {
            case CharacterClass.Invalid:
                return second;
            case CharacterClass.Number:
                return UpToThreeNumbers(utf8, second);
            case CharacterClass.Lower or CharacterClass.Upper or CharacterClass.Caseless:
                return CasedWord(utf8, start, 0);
            case CharacterClass.Newline:
                return WhiteSpace(utf8, start);
        }

        // An optional first character that is neither letter, number nor line end, then a word.
        int end = CasedWord(utf8, second, first == CharacterClass.Mark ? second : 0);
        if (end > 0)
        {
            return end;
        }

        return first == CharacterClass.Space && !StartsSymbols(utf8, start)
            ? WhiteSpace(utf8, start)
            : Symbols(utf8, second, slashesFollow: true);
    }

    /// <summary>The end of the cl100k_base piece that starts at <paramref name="start"/>.</summary>
    public static int NextCl100k(ReadOnlySpan<byte> utf8, int start)
    {
        CharacterClass first = Characters.At(utf8, start, out int length);
        int second = start + length;
        switch (first)
        {
            case CharacterClass.Invalid:
                return second;
            case CharacterClass.Number:
                return UpToThreeNumbers(utf8, second);
            case CharacterClass.Lower or CharacterClass.Upper or CharacterClass.Caseless:
                return Letters(utf8, second);
            case CharacterClass.Newline:
                return WhiteSpace(utf8, start);
        }

        int contraction = Contraction(utf8, start);
        if (contraction > start)
        {
            return contraction;
        }

        int end = Letters(utf8, second);
        if (end > second)
        {
            return end;
        }

        return first == CharacterClass.Space && !StartsSymbols(utf8, start)
            ? WhiteSpace(utf8, start)
            : Symbols(utf8, second, slashesFollow: false);
    }

    /// <summary>
    /// Upper-case-like characters followed by lower-case-like ones and an optional contraction, where caseless letters and
    /// marks are both. Returns 0 where no word starts here. If only upper-case letters follow the last caseless character,
    /// the word ends behind that character; <paramref name="markEnd"/> is the end of a mark right before
    /// <paramref name="position"/> that counts as such a character in the last resort.
    /// </summary>
    private static int CasedWord(ReadOnlySpan<byte> utf8, int position, int markEnd)
    {
        int at = position;
        int caselessEnd = 0;
        CharacterClass next;
        int length;
        while ((next = Characters.At(utf8, at, out length)) is CharacterClass.Upper or CharacterClass.Caseless or CharacterClass.Mark)
        {
            at += length;
            if (next != CharacterClass.Upper)
            {
                caselessEnd = at;
            }
        }

        if (next == CharacterClass.Lower)
        {
            do
            {
                at += length;
            }
            while (Characters.At(utf8, at, out length) is CharacterClass.Lower or CharacterClass.Caseless or CharacterClass.Mark);
            return Contraction(utf8, at);
        }

        int end = caselessEnd > 0 ? caselessEnd : markEnd > 0 ? markEnd : at > position ? at : 0;
        return end == 0 ? 0 : Contraction(utf8, end);
    }

    private static int Letters(ReadOnlySpan<byte> utf8, int position)
    {
        while (Characters.At(utf8, position, out int length) is CharacterClass.Lower or CharacterClass.Upper or CharacterClass.Caseless)
        {
            position += length;
        }

        return position;
    }

    private static int UpToThreeNumbers(ReadOnlySpan<byte> utf8, int position)
    {
        for (int count = 1; count < 3 && Characters.At(utf8, position, out int length) == CharacterClass.Number; count++)
        {
            position += length;
        }

        return position;
    }

    private static bool StartsSymbols(ReadOnlySpan<byte> utf8, int position) =>
        utf8[position] == ' ' && Characters.At(utf8, position + 1, out _) is CharacterClass.Other or CharacterClass.Mark;

    private static int Symbols(ReadOnlySpan<byte> utf8, int position, bool slashesFollow)
    {
        while (Characters.At(utf8, position, out int length) is CharacterClass.Other or CharacterClass.Mark)
        {
            position += length;
        }

        while ((uint)position < (uint)utf8.Length && (utf8[position] is (byte)'\r' or (byte)'\n' || (slashesFollow && utf8[position] == '/')))
        {
            position++;
        }

        return position;
    }

    /// <summary>
    /// A run of white space: up to its last line end if it has one; else all of it at the end of the text, and all but its
    /// last character before anything else, which takes that one along.
    /// </summary>
    private static int WhiteSpace(ReadOnlySpan<byte> utf8, int start)
    {
        int at = start;
        int last = start;
        int newlineEnd = 0;
        CharacterClass next;
        int length;
        while ((next = Characters.At(utf8, at, out length)) is CharacterClass.Space or CharacterClass.Newline)
        {
            last = at;
            at += length;
            if (next == CharacterClass.Newline)
            {
                newlineEnd = at;
            }
        }

        return newlineEnd > 0 ? newlineEnd : next == CharacterClass.End || last == start ? at : last;
    }

    /// <summary>Behind <c>'s 't 're 've 'm 'll 'd</c> in any case, the long s included; else <paramref name="position"/>.</summary>
    private static int Contraction(ReadOnlySpan<byte> utf8, int position)
    {
        if (position + 1 >= utf8.Length || utf8[position] != '\'')
        {
            return position;
        }

        int second = position + 2 < utf8.Length ? utf8[position + 2] | 0x20 : 0;
        return (utf8[position + 1] | 0x20) switch
        {
            's' or 't' or 'm' or 'd' => position + 2,
            'r' or 'v' when second == 'e' => position + 3,
            'l' when second == 'l' => position + 3,
            _ => utf8[(position + 1)..].StartsWith("ſ"u8) ? position + 3 : position,
        };
    }
}
