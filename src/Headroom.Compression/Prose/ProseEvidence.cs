using System.Buffers;
using System.Collections.Frozen;
using Headroom.Compression.Prose.Words;

namespace Headroom.Compression.Prose;

/// <summary>
/// Tells by positive evidence whether a text is prose: most of it stands in sentences that end as sentences do, are made of words
/// and, in languages of the Latin script, hold the small words without which nobody writes. Everything else stays as it is.
/// </summary>
internal static class ProseEvidence
{
    private const int MinSentences = 3;
    private const int MinWords = 4;
    private const double MinShare = 0.5;
    private const double MinLetters = 0.75;

    // Whether small words occur is looked up in so many sentences.
    private const int MaxChecked = 200;

    private static readonly SearchValues<byte> TextBytes = SearchValues.Create(
        [.. "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ,'\n"u8, .. Enumerable.Range(0x80, 0x80).Select(value => (byte)value)]);

    /// <summary>The commonest small words of English, German, French, Spanish, Portuguese, Italian, Dutch and the Scandinavian and Polish languages.</summary>
    private static readonly FrozenSet<uint> SmallWords = (
        "the of and to in is was that it for on with as are be at by this from or an not have has had you we they he she which will can its "
        + "der die das und ist nicht ein eine mit von den auf für zu im dem le la les des est une que et dans pour pas sur du au un el los las del "
        + "por con para una se en es os da do em uma não com il di che per è sono non gli het een van zijn voor op te met og det att som är på av ikke "
        + "i w na się jest nie że z do").Split(' ').Select(word => WordStem.Of(System.Text.Encoding.UTF8.GetBytes(word)).Stem).ToFrozenSet();

    /// <summary>Whether a text is prose.</summary>
    public static bool IsProse(ReadOnlySpan<byte> content, ProseText text, CancellationToken cancellationToken)
    {
        long all = 0;
        long inSentences = 0;
        int sentences = 0;
        int asked = 0;
        int withSmallWords = 0;
        foreach (ProseUnit unit in text.Units)
        {
            cancellationToken.ThrowIfCancellationRequested();
            all += unit.Length;
            ReadOnlySpan<byte> sentence = unit.Of(content);
            if (unit.Kind != ProseUnitKind.Sentence || !SentenceEnd.IsAtEndOf(sentence) || !IsOfWords(sentence, out bool isSpaced))
            {
                continue;
            }

            sentences++;
            inSentences += unit.Length;
            if (isSpaced && asked < MaxChecked)
            {
                asked++;
                withSmallWords += HasSmallWord(sentence) ? 1 : 0;
            }
        }

        return sentences >= MinSentences && inSentences >= all * MinShare && withSmallWords * 2 >= asked;
    }

    private static bool IsOfWords(ReadOnlySpan<byte> sentence, out bool isSpaced)
    {
        int spaces = sentence.Count((byte)' ');
        int wide = 0;
        int others = 0;
        ReadOnlySpan<byte> rest = sentence;
        while (rest.IndexOfAnyExcept(TextBytes) is >= 0 and var at)
        {
            others++;
            rest = rest[(at + 1)..];
        }

        for (rest = sentence; rest.IndexOfAnyInRange((byte)0xD0, (byte)0xED) is >= 0 and var at; rest = rest[(at + 1)..])
        {
            wide++;
        }

        // Scripts other than Latin have no small words in the list, and some put no spaces.
        bool isLatin = wide * 4 < sentence.Length / 2;
        isSpaced = isLatin;
        bool hasWords = spaces + 1 >= MinWords ? sentence.Length / (spaces + 1) <= 20 || !isLatin : wide >= 2 * MinWords;
        return hasWords && others <= sentence.Length * (1 - MinLetters);
    }

    private static bool HasSmallWord(ReadOnlySpan<byte> sentence)
    {
        var words = new WordReader(sentence);
        while (words.Next())
        {
            if (words.End - words.Start <= 4 && SmallWords.Contains(WordStem.Of(words.Word).Stem))
            {
                return true;
            }
        }

        return false;
    }
}
