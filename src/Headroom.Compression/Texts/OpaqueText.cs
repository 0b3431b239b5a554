using System.Buffers;

namespace Headroom.Compression.Texts;

/// <summary>
/// Recognises text whose characters tell a reader nothing: base64, hexadecimal and their like. Decided by the share of letter
/// cases and digits that stand next to each other, as no language writes them.
/// </summary>
internal static class OpaqueText
{
    private const int MaxLooked = 512;

    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-"u8);

    /// <summary>Whether a run of characters, without white space, is opaque.</summary>
    /// <param name="text">Any bytes; the first 512 and the alphabet of all of them decide.</param>
    public static bool Is(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && ChangesOfKind(text[..Math.Min(text.Length, MaxLooked)]) && !text.ContainsAnyExcept(Alphabet);

    // In words neighbours are of one kind: in base64 about two of three differ, in hexadecimal about half.
    private static bool ChangesOfKind(ReadOnlySpan<byte> text)
    {
        int changes = 0;
        int last = Kind(text[0]);
        foreach (byte character in text)
        {
            int kind = Kind(character);
            changes += kind == last ? 0 : 1;
            last = kind;
        }

        return changes * 3 >= text.Length;
    }

    private static int Kind(byte character) =>
        char.IsAsciiDigit((char)character) ? 0 : char.IsAsciiLetterLower((char)character) ? 1 : char.IsAsciiLetterUpper((char)character) ? 2 : 3;
}
