using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Headroom.Compression.Prose;

/// <summary>Finds where sentences end, in scripts that put a space behind a sentence and in those that do not.</summary>
internal static class SentenceEnd
{
    private const int MaxAbbreviation = 8;

    // First bytes of everything that ends a sentence somewhere.
    private static readonly SearchValues<byte> Candidates = SearchValues.Create(".!?"u8.ToArray().Concat(new byte[] { 0xD8, 0xDB, 0xE0, 0xE1, 0xE2, 0xE3, 0xEF }).ToArray());

    private static readonly FrozenSet<string> Abbreviations = (
        "mr mrs ms dr prof st vs etc eg ie no nos fig figs eq al inc ltd co corp jr sr approx dept est gen col sgt capt lt rev hon pres gov sen rep "
        + "jan feb mar apr jun jul aug sep sept oct nov dec vol pp ed eds ca cf bzw usw ggf vgl art ave blvd mt ft op sec ch ver").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AbbreviationLookup = Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Behind the first sentence of a paragraph; its length where it has but one.</summary>
    /// <param name="paragraph">Text without blank lines.</param>
    /// <param name="from">Where to begin to look.</param>
    public static int After(ReadOnlySpan<byte> paragraph, int from)
    {
        for (int at = from; at < paragraph.Length;)
        {
            int found = paragraph[at..].IndexOfAny(Candidates);
            if (found < 0)
            {
                break;
            }

            at += found;
            int length = TerminatorLength(paragraph[at..], out bool isWide);
            if (length == 0)
            {
                at++;
                continue;
            }

            int end = PassClosers(paragraph, at + length);
            if (end >= paragraph.Length || isWide || BeginsSentence(paragraph, at, end))
            {
                return end;
            }

            at = end;
        }

        return paragraph.Length;
    }

    /// <summary>Whether a text ends as a sentence does.</summary>
    public static bool IsAtEndOf(ReadOnlySpan<byte> sentence)
    {
        ReadOnlySpan<byte> tail = sentence[Math.Max(0, sentence.Length - 12)..];
        for (int at = tail.Length - 1; at >= 0; at--)
        {
            if (TerminatorLength(tail[at..], out _) is > 0 and var length)
            {
                return PassClosers(tail, at + length) == tail.Length;
            }
        }

        return false;
    }

    /// <summary>The bytes of a terminator at the beginning of a text; 0 where there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isWide">Whether no space has to follow.</param>
    private static int TerminatorLength(ReadOnlySpan<byte> text, out bool isWide)
    {
        isWide = false;
        switch (text[0])
        {
            case (byte)'.' or (byte)'!' or (byte)'?':
                return 1;
            case 0xD8:
                return text.StartsWith("؟"u8) ? 2 : 0;
            case 0xDB:
                return text.StartsWith("۔"u8) ? 2 : 0;
            case 0xE2:
                return text.StartsWith("…"u8) || text.StartsWith("‼"u8) ? 3 : 0;
            default:
                isWide = text.StartsWith("。"u8) || text.StartsWith("！"u8) || text.StartsWith("？"u8) || text.StartsWith("｡"u8) || text.StartsWith("．"u8)
                    || text.StartsWith("।"u8) || text.StartsWith("॥"u8) || text.StartsWith("።"u8) || text.StartsWith("။"u8) || text.StartsWith("។"u8);
                return isWide ? 3 : 0;
        }
    }

    private static int PassClosers(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length)
        {
            ReadOnlySpan<byte> rest = text[at..];
            int length = rest[0] switch
            {
                (byte)'"' or (byte)'\'' or (byte)')' or (byte)']' or (byte)'*' or (byte)'_' => 1,
                0xC2 => rest.StartsWith("»"u8) ? 2 : 0,
                _ => rest.StartsWith("”"u8) || rest.StartsWith("’"u8) || rest.StartsWith("」"u8) || rest.StartsWith("』"u8) || rest.StartsWith("）"u8) ? 3
                    : TerminatorLength(rest, out _),
            };
            if (length == 0)
            {
                break;
            }

            at += length;
        }

        return at;
    }

    // A sentence begins behind white space, with anything but a lower-case letter, and not behind an abbreviation.
    private static bool BeginsSentence(ReadOnlySpan<byte> text, int terminator, int end)
    {
        if (text[end] is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
        {
            return false;
        }

        ReadOnlySpan<byte> next = text[end..].TrimStart(" \t\r\n"u8);
        if (next.IsEmpty)
        {
            return true;
        }

        bool isLower = next[0] < 0x80
            ? char.IsAsciiLetterLower((char)next[0]) || next[0] is (byte)',' or (byte)';' or (byte)')'
            : Rune.DecodeFromUtf8(next, out Rune first, out _) == OperationStatus.Done && Rune.IsLower(first);
        return !isLower && !(text[terminator] == '.' && end == terminator + 1 && EndsAbbreviation(text[..terminator]));
    }

    private static bool EndsAbbreviation(ReadOnlySpan<byte> before)
    {
        Span<char> word = stackalloc char[MaxAbbreviation];
        int length = 0;
        int at = before.Length - 1;
        for (; at >= 0 && length < MaxAbbreviation && char.IsAsciiLetter((char)before[at]); at--)
        {
            word[length++] = (char)(before[at] | 0x20);
        }

        if (length is 0 or MaxAbbreviation || (at >= 0 && before[at] is not ((byte)' ' or (byte)'\n' or (byte)'(' or (byte)'.' or (byte)'"')))
        {
            return false;
        }

        word[..length].Reverse();
        bool isInitial = length == 1 && before[^1] is >= (byte)'A' and <= (byte)'Z';
        return isInitial || AbbreviationLookup.Contains(word[..length]);
    }
}
