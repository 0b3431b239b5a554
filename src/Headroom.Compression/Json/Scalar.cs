using System.Buffers;
using Headroom.Compression.Json.Embedding;

namespace Headroom.Compression.Json;

/// <summary>
/// Scalars outside of JSON text: strings go without quotes where nothing else could be meant, and keep them otherwise.
/// </summary>
internal static class Scalar
{
    /// <summary>What a cell may not hold bare, by separator.</summary>
    public static readonly SearchValues<byte> CommaCell = SearchValues.Create(",\\"u8);

    /// <inheritdoc cref="CommaCell"/>
    public static readonly SearchValues<byte> BarCell = SearchValues.Create("|\\"u8);

    /// <summary>What the only cell of a row may not hold bare.</summary>
    public static readonly SearchValues<byte> OnlyCell = SearchValues.Create("\\"u8);

    /// <summary>What a stated value may not hold bare.</summary>
    public static readonly SearchValues<byte> Stated = SearchValues.Create("<…\\"u8);

    /// <summary>What a value behind a code may not hold bare.</summary>
    public static readonly SearchValues<byte> Coded = SearchValues.Create(";\\"u8);

    /// <summary>Writes a scalar.</summary>
    public static void Write(IBufferWriter<byte> output, JsonKind kind, ReadOnlySpan<byte> text, SearchValues<byte> reserved)
    {
        if (kind is not (JsonKind.String or JsonKind.Key) || IsBare(text, reserved, false))
        {
            output.Write(text);
        }
        else
        {
            JsonText.WriteQuoted(output, text);
        }
    }

    /// <summary>Whether a string can stand without quotes.</summary>
    /// <param name="text">Its canonical form.</param>
    /// <param name="reserved">Bytes that mean something where it stands.</param>
    /// <param name="isPart">Whether only strings can stand here, so that numbers are not mistaken.</param>
    public static bool IsBare(ReadOnlySpan<byte> text, SearchValues<byte> reserved, bool isPart) =>
        text.Length > 0
        && text[0] is not ((byte)'"' or (byte)'[' or (byte)'{' or (byte)'#' or (byte)' ' or 0xE2)
        && text[^1] != ' '
        && !(text[0] is (byte)'<' or (byte)'-' && (text.StartsWith(TextSections.Reference) || text.StartsWith(TextSections.Heading)))
        && !text.ContainsAny(reserved)
        && (isPart || !(text.SequenceEqual("null"u8) || text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8) || IsNumber(text)));

    /// <summary>Whether a text could be taken for a number.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> text)
    {
        int i = text[0] == '-' ? 1 : 0;
        int digits = Digits(text, ref i);
        if (digits == 0)
        {
            return false;
        }

        if (i < text.Length && text[i] == '.')
        {
            i++;
            if (Digits(text, ref i) == 0)
            {
                return false;
            }
        }

        if (i < text.Length && text[i] is (byte)'e' or (byte)'E')
        {
            i++;
            i += i < text.Length && text[i] is (byte)'+' or (byte)'-' ? 1 : 0;
            if (Digits(text, ref i) == 0)
            {
                return false;
            }
        }

        return i == text.Length;
    }

    private static int Digits(ReadOnlySpan<byte> text, ref int i)
    {
        int start = i;
        while (i < text.Length && char.IsAsciiDigit((char)text[i]))
        {
            i++;
        }

        return i - start;
    }
}
