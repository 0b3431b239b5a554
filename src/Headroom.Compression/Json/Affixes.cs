namespace Headroom.Compression.Json;

/// <summary>
/// Where a common prefix or suffix may end: never inside a word, a number or a character, which would cost tokens and
/// readability, and never behind a sign that templates use.
/// </summary>
internal static class Affixes
{
    /// <summary>How much of the first <paramref name="length"/> bytes is a good prefix.</summary>
    public static int EndOfPrefix(ReadOnlySpan<byte> text, int length)
    {
        int sign = text[..length].IndexOfAny((byte)'<', (byte)'>');
        length = sign >= 0 ? sign : length;
        while (length > 0 && length < text.Length && IsInside(text[length - 1], text[length]))
        {
            length--;
        }

        // A word that ends where the shortest text ends may go on in the others.
        while (length > 0 && length == text.Length && !IsBoundary(text[length - 1]))
        {
            length--;
        }

        return length;
    }

    /// <summary>How much of the last <paramref name="length"/> bytes is a good suffix.</summary>
    public static int LengthOfSuffix(ReadOnlySpan<byte> text, int length)
    {
        int sign = text[^length..].LastIndexOfAny((byte)'<', (byte)'>');
        length = sign >= 0 ? length - sign - 1 : length;
        while (length > 0 && length < text.Length && IsInside(text[^(length + 1)], text[^length]))
        {
            length--;
        }

        while (length > 0 && length == text.Length && !IsBoundary(text[^length]))
        {
            length--;
        }

        return length;
    }

    private static bool IsBoundary(byte value) => value < 0x80 && !char.IsAsciiLetterOrDigit((char)value);

    private static bool IsInside(byte left, byte right) =>
        (right & 0xC0) == 0x80 || (!IsBoundary(left) && !IsBoundary(right) && char.IsAsciiDigit((char)left) == char.IsAsciiDigit((char)right));
}
