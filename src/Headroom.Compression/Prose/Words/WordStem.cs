using System.Text;

namespace Headroom.Compression.Prose.Words;

/// <summary>
/// What stays of a word when its case and its endings are taken off, as hashes: one of the stem, after the first step of
/// Porter's algorithm ("An algorithm for suffix stripping", 1980) and a few more endings, and a looser one of how the stem begins.
/// </summary>
internal readonly record struct WordStem(uint Stem, uint Beginning)
{
    private const int MaxBytes = 40;
    private const int BeginningBytes = 5;

    /// <summary>The stem of a word of any script.</summary>
    public static WordStem Of(ReadOnlySpan<byte> word)
    {
        Span<byte> lower = stackalloc byte[MaxBytes + 4];
        bool isAscii = true;
        int length = 0;
        foreach (byte value in word[..Math.Min(word.Length, MaxBytes)])
        {
            isAscii &= value < 0x80;
            lower[length++] = value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
        }

        if (!isAscii)
        {
            length = Fold(word, lower);
            uint folded = Hash(lower[..length]);
            return new WordStem(folded, length > 2 * BeginningBytes ? Hash(lower[..Cut(lower, 2 * BeginningBytes)]) : folded);
        }

        length = WithoutEnding(lower[..length]);
        return new WordStem(Hash(lower[..length]), Hash(lower[..Math.Min(length, BeginningBytes)]));
    }

    // 32-bit FNV-1a (Fowler, Noll and Vo, public domain).
    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2_166_136_261;
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * 16_777_619;
        }

        return hash;
    }

    private static int Fold(ReadOnlySpan<byte> word, Span<byte> lower)
    {
        int length = 0;
        while (!word.IsEmpty && length < MaxBytes)
        {
            _ = Rune.DecodeFromUtf8(word, out Rune rune, out int read);
            length += Rune.ToLowerInvariant(rune).EncodeToUtf8(lower[length..]);
            word = word[read..];
        }

        return length;
    }

    private static int Cut(ReadOnlySpan<byte> text, int at)
    {
        while (at > 0 && (text[at] & 0xC0) == 0x80)
        {
            at--;
        }

        return at;
    }

    private static int WithoutEnding(Span<byte> word)
    {
        int length = word.Length;
        if (length < 4 || word.ContainsAnyInRange((byte)'0', (byte)'9'))
        {
            return length;
        }

        if (word[length - 1] == 's' && word[length - 2] is not ((byte)'s' or (byte)'u' or (byte)'i'))
        {
            length -= length > 4 && word[..length].EndsWith("ies"u8) ? 2 : 1;
        }

        ReadOnlySpan<byte> rest = word[..length];
        int ending = rest.EndsWith("ing"u8) ? 3 : rest.EndsWith("ed"u8) ? 2 : rest.EndsWith("ly"u8) ? 2 : 0;
        if (ending > 0 && length - ending >= 3)
        {
            length -= ending;
            length -= word[length - 1] == word[length - 2] && word[length - 1] is not ((byte)'l' or (byte)'s' or (byte)'z') ? 1 : 0;
        }

        if (length > 3 && word[length - 1] is (byte)'e' or (byte)'y' or (byte)'i')
        {
            length--;
        }

        return length;
    }
}
