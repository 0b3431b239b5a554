using System.Buffers;
using System.Globalization;
using System.Text;

namespace Headroom.Compression.Tokens;

/// <summary>What the split patterns distinguish in a character, by Unicode general category.</summary>
internal enum CharacterClass : byte
{
    /// <summary>Punctuation, symbols, controls, unassigned: what no other class holds.</summary>
    Other,

    /// <summary>Ll.</summary>
    Lower,

    /// <summary>Lu and Lt.</summary>
    Upper,

    /// <summary>Lm and Lo: letters without case.</summary>
    Caseless,

    /// <summary>Mn, Mc and Me.</summary>
    Mark,

    /// <summary>Nd, Nl and No.</summary>
    Number,

    /// <summary>White space except carriage return and line feed.</summary>
    Space,

    /// <summary>Carriage return and line feed.</summary>
    Newline,

    /// <summary>A byte that is not part of valid UTF-8: a piece of its own.</summary>
    Invalid,

    /// <summary>Behind the last byte.</summary>
    End,
}

/// <summary>Classifies the character at a position of UTF-8 text.</summary>
internal static class Characters
{
    private static readonly CharacterClass[] Ascii = [.. Enumerable.Range(0, 128).Select(value => Of(new Rune(value)))];

    /// <summary>The class of the character at <paramref name="position"/> and the number of its bytes.</summary>
    public static CharacterClass At(ReadOnlySpan<byte> utf8, int position, out int length)
    {
        if ((uint)position >= (uint)utf8.Length)
        {
            length = 0;
            return CharacterClass.End;
        }

        byte first = utf8[position];
        if (first < 128)
        {
            length = 1;
            return Ascii[first];
        }

        return Decode(utf8[position..], out length);
    }

    private static CharacterClass Decode(ReadOnlySpan<byte> utf8, out int length)
    {
        if (Rune.DecodeFromUtf8(utf8, out Rune rune, out length) != OperationStatus.Done)
        {
            length = 1;
            return CharacterClass.Invalid;
        }

        return Of(rune);
    }

    private static CharacterClass Of(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        _ when rune.Value is '\r' or '\n' => CharacterClass.Newline,
        _ when Rune.IsWhiteSpace(rune) => CharacterClass.Space,
        UnicodeCategory.LowercaseLetter => CharacterClass.Lower,
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => CharacterClass.Upper,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharacterClass.Caseless,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => CharacterClass.Mark,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterClass.Number,
        _ => CharacterClass.Other,
    };
}
