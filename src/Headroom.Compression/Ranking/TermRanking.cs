using System.Numerics;
using System.Text;

namespace Headroom.Compression.Ranking;

/// <summary>
/// Ranks passages of a text against the terms of a question by BM25. A term matches where a word begins, without regard to the
/// case of ASCII letters. Linear in the text for a given number of terms.
/// </summary>
internal sealed class TermRanking
{
    /// <summary>At most so many terms are looked for.</summary>
    public const int MaxTerms = 64;

    private readonly double[] _scores;
    private readonly ulong[] _masks;
    private readonly int[] _documents;

    private TermRanking(double[] scores, ulong[] masks, int[] documents)
    {
        _scores = scores;
        _masks = masks;
        _documents = documents;
    }

    /// <summary>Scores passages.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="passages">What is ranked, as ranges of the text.</param>
    /// <param name="terms">Lower-cased terms; the first 64 count.</param>
    public static TermRanking Of(ReadOnlySpan<byte> utf8, IReadOnlyList<Range> passages, IReadOnlyList<string> terms)
    {
        byte[][] needles = [.. terms.Take(MaxTerms).Select(Encoding.UTF8.GetBytes)];
        double[] scores = new double[passages.Count];
        ulong[] masks = new ulong[passages.Count];
        int[] documents = new int[needles.Length];
        int[,] frequencies = new int[passages.Count, needles.Length];
        double totalLength = 0;
        for (int passage = 0; needles.Length > 0 && passage < passages.Count; passage++)
        {
            ReadOnlySpan<byte> text = utf8[passages[passage]];
            totalLength += LengthOf(text);
            for (int term = 0; term < needles.Length; term++)
            {
                int frequency = Count(text, needles[term]);
                frequencies[passage, term] = frequency;
                masks[passage] |= frequency > 0 ? 1UL << term : 0;
                documents[term] += frequency > 0 ? 1 : 0;
            }
        }

        for (int passage = 0; passage < passages.Count; passage++)
        {
            if (masks[passage] == 0)
            {
                continue;
            }

            double norm = TermWeight.Norm(LengthOf(utf8[passages[passage]]), passages.Count, totalLength);
            for (ulong rest = masks[passage]; rest != 0; rest &= rest - 1)
            {
                int term = BitOperations.TrailingZeroCount(rest);
                scores[passage] += TermWeight.Of(TermWeight.Rarity(passages.Count, documents[term]), frequencies[passage, term], norm);
            }
        }

        return new TermRanking(scores, masks, documents);
    }

    /// <summary>How well a passage matches; 0 where it has none of the terms.</summary>
    public double Score(int passage) => _scores[passage];

    /// <summary>The terms in a passage, one bit each, in the order in which they were given.</summary>
    public ulong Terms(int passage) => _masks[passage];

    /// <summary>How many passages have a term.</summary>
    public int PassagesWith(int term) => _documents[term];

    private static double LengthOf(ReadOnlySpan<byte> text) => 1 + (text.Length / 6);

    private static int Count(ReadOnlySpan<byte> text, ReadOnlySpan<byte> term)
    {
        int count = 0;
        byte lower = term[0];
        byte upper = (byte)(char.IsAsciiLetterLower((char)lower) ? lower - 32 : lower);
        for (int from = 0; from <= text.Length - term.Length;)
        {
            int found = text[from..].IndexOfAny(lower, upper);
            if (found < 0)
            {
                break;
            }

            int at = from + found;
            from = at + 1;
            bool beginsWord = at == 0 || !char.IsAsciiLetterOrDigit((char)text[at - 1]) || !char.IsAsciiLetterOrDigit((char)lower);
            if (beginsWord && at + term.Length <= text.Length && Ascii.EqualsIgnoreCase(text.Slice(at, term.Length), term))
            {
                count++;
                from = at + term.Length;
            }
        }

        return count;
    }
}
