using System.Collections.Frozen;
using System.Text;

namespace Headroom.Compression.Prose.Words;

/// <summary>
/// How easily a word of English can be spared, from 0, never, to <see cref="Steps"/>, the most easily. Numbers, names, code,
/// quotations, negations, conditions, duties and quantities are never spared.
/// </summary>
internal static class WordWeight
{
    /// <summary>The number of steps.</summary>
    public const int Steps = 6;

    private const int MaxLetters = 16;

    // From the closed classes of English grammar, and its commonest words besides. Absent on purpose are negations, conditions, duties
    // and quantities: not, no, never, without, except, unless, if, until, or, must, shall, should, may, cannot, only, all, any, each,
    // every, less, least, than, before, after, first, last, and everything that numbers or compares.
    private static readonly FrozenDictionary<string, int> Words = new (string Words, int Step)[]
    {
        ("a an the", 6),
        ("is are was were am be been being has have had do does did that which there also then thus hence therefore moreover furthermore "
            + "additionally indeed very quite rather really simply basically actually generally usually typically currently essentially just", 5),
        ("it its they them he she him who whom we you i this these those their his her our your my itself themselves such so as", 4),
        ("in on at by from with into onto upon within to for of about around over through during toward towards across along per via amongst "
            + "while whereas although though since because when where whose whereby thereby therein besides will would", 3),
        ("and both either well often sometimes mainly largely mostly primarily particularly especially originally initially finally "
            + "eventually still even ever yet too further however certain various several some many much own same based known called considered "
            + "regarded used using made make makes became become becomes including included include includes remain remains remained "
            + "according likely due kind kinds type types thing things way ways", 2),
        ("seem seems seemed appear appears appeared tend tends tended exist exists existed occur occurs occurred consist consists consisted "
            + "contain contains contained involve involves involved located situated important notable significant common popular able "
            + "available general major main today now later early", 1),
    }.SelectMany(entry => entry.Words.Split(' ').Select(word => (word, entry.Step))).ToFrozenDictionary(pair => pair.word, pair => pair.Step);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How easily a word can be spared.</summary>
    /// <param name="word">The word as it stands between white space.</param>
    /// <param name="before">The one before it in its sentence.</param>
    /// <param name="after">The one behind it.</param>
    public static int Of(ReadOnlySpan<byte> word, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        ReadOnlySpan<byte> letters = word.EndsWith(","u8) ? word[..^1] : word;
        if (letters.Length is 0 or > MaxLetters || after.IsEmpty)
        {
            return 0;
        }

        Span<char> lower = stackalloc char[MaxLetters];
        for (int i = 0; i < letters.Length; i++)
        {
            byte letter = letters[i];
            if (!char.IsAsciiLetter((char)letter) || (i > 0 && letter <= 'Z'))
            {
                return 0;
            }

            lower[i] = (char)(letter | 0x20);
        }

        // A capital inside a sentence is a name, and so is what stands between two of them: "Bank of England".
        bool isCapital = letters[0] <= 'Z';
        if ((isCapital && !before.IsEmpty) || (IsName(before) && IsName(after)))
        {
            return 0;
        }

        if (Lookup.TryGetValue(lower[..letters.Length], out int step))
        {
            return letters.Length < word.Length && step < 4 ? 0 : step;
        }

        return letters.Length > 5 && !isCapital && letters.EndsWith("ly"u8) && letters.Length == word.Length ? 1 : 0;
    }

    /// <summary>
    /// Whether a word is of the kind that a model may find spare: letters alone, no name, nothing that binds (<see cref="BindingWords"/>)
    /// and not the last of its sentence.
    /// </summary>
    /// <param name="word">The word as it stands between white space.</param>
    /// <param name="before">The one before it in its sentence.</param>
    /// <param name="after">The one behind it.</param>
    public static bool MayBeSpared(ReadOnlySpan<byte> word, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        if (Of(word, before, after) > 0)
        {
            return true;
        }

        bool isWord = word.Length is > 1 and <= MaxLetters && !word.ContainsAnyExceptInRange((byte)'a', (byte)'z');
        return isWord && !after.IsEmpty && !(IsName(before) && IsName(after)) && !BindingWords.Has(word);
    }

    /// <summary>Whether a text is in English, by its commonest words.</summary>
    public static bool IsEnglish(ReadOnlySpan<byte> text)
    {
        int words = 0;
        int known = 0;
        Span<char> lower = stackalloc char[MaxLetters];
        var reader = new WordReader(text);
        while (reader.Next())
        {
            words++;
            if (reader.Word.Length <= MaxLetters && Ascii.ToLower(reader.Word, lower, out int length) == System.Buffers.OperationStatus.Done)
            {
                known += Lookup.TryGetValue(lower[..length], out int step) && step >= 3 ? 1 : 0;
            }
        }

        return known * 5 > words;
    }

    private static bool IsName(ReadOnlySpan<byte> word) =>
        !word.IsEmpty && (char.IsAsciiLetterUpper((char)word[0]) || char.IsAsciiDigit((char)word[0])) && !word.EndsWith(","u8);
}
