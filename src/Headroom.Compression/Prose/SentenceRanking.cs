using System.Numerics;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Prose.Words;

namespace Headroom.Compression.Prose;

/// <summary>
/// Ranks the units of a text against a question by BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009;
/// k1 1.2, b 0.75) over stems. To what a unit has itself comes a share of what its paragraph and its neighbours have, since
/// a sentence often says "it" for what the one before it names. Linear in the text, whatever the number of terms.
/// </summary>
internal sealed class SentenceRanking
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    // What a word counts that only begins as the question's does, as "interceptions" and "intercept" do.
    private const double OfBeginning = 0.5;
    private const double OfParagraph = 0.25;
    private const double OfNeighbour = 0.15;

    private readonly float[] _scores;
    private readonly ulong[] _words;

    private SentenceRanking(float[] scores, ulong[] words, Anchors used)
    {
        _scores = scores;
        _words = words;
        UsedAnchors = used;
    }

    /// <value>The terms that tell some units from others; the scores would be the same with these only.</value>
    public Anchors UsedAnchors { get; }

    /// <summary>Ranks units.</summary>
    /// <returns><c>null</c> where no term of the question is in the text, or only such as most of the text has.</returns>
    public static SentenceRanking? Of(ReadOnlySpan<byte> content, IReadOnlyList<ProseUnit> units, Anchors anchors, CancellationToken cancellationToken)
    {
        if (anchors.Terms.Count == 0)
        {
            return null;
        }

        var query = new QueryTerms(anchors);
        var words = new ulong[units.Count];
        Span<int> found = stackalloc int[QueryTerms.MaxWords];
        long length = 0;
        for (int i = 0; i < words.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            words[i] = WordsIn(units[i].Of(content), query, ref length);
            for (ulong rest = words[i]; rest != 0; rest &= rest - 1)
            {
                found[BitOperations.TrailingZeroCount(rest)]++;
            }
        }

        ulong telling = 0;
        Span<double> weights = stackalloc double[QueryTerms.MaxWords];
        for (int word = 0; word < query.Count; word++)
        {
            telling |= found[word] > 0 && found[word] <= Math.Max(1, units.Count / 2) ? 1UL << word : 0;
            weights[word] = Math.Log(1 + ((units.Count - found[word] + 0.5) / (found[word] + 0.5)));
        }

        if (telling == 0)
        {
            return null;
        }

        var scores = new float[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] &= telling;
            scores[i] = words[i] == 0 ? 0 : (float)Score(units[i].Of(content), query, telling, weights, (double)length / units.Count);
        }

        Blend(units, scores, words, weights);
        return new SentenceRanking(scores, words, anchors.Where(term => (query.WordsOf(term) & telling) != 0));
    }

    /// <summary>How well a unit fits the question; 0 where neither it nor its paragraph has anything of it.</summary>
    public float Score(int unit) => _scores[unit];

    /// <summary>The words of the question that a unit has, one bit each.</summary>
    public ulong Words(int unit) => _words[unit];

    private static ulong WordsIn(ReadOnlySpan<byte> text, QueryTerms query, ref long length)
    {
        ulong exact = 0;
        ulong beginning = 0;
        var reader = new WordReader(text);
        while (reader.Next())
        {
            length++;
            if (!query.MayHave(reader.Word))
            {
                continue;
            }

            WordStem stem = WordStem.Of(reader.Word);
            exact |= query.Find(stem.Stem);
            beginning |= query.FindBeginning(stem.Beginning);
        }

        return exact | beginning;
    }

    private static double Score(ReadOnlySpan<byte> text, QueryTerms query, ulong telling, ReadOnlySpan<double> weights, double meanLength)
    {
        Span<double> frequencies = stackalloc double[QueryTerms.MaxWords];
        int length = 0;
        var reader = new WordReader(text);
        while (reader.Next())
        {
            length++;
            if (!query.MayHave(reader.Word))
            {
                continue;
            }

            WordStem stem = WordStem.Of(reader.Word);
            ulong exact = query.Find(stem.Stem);
            Count(exact & telling, 1, frequencies);
            Count(query.FindBeginning(stem.Beginning) & telling & ~exact, OfBeginning, frequencies);
        }

        double norm = K1 * (1 - B + (B * length / meanLength));
        double score = 0;
        for (ulong rest = telling; rest != 0; rest &= rest - 1)
        {
            int word = BitOperations.TrailingZeroCount(rest);
            score += weights[word] * frequencies[word] * (K1 + 1) / (frequencies[word] + norm);
        }

        return score;
    }

    private static void Count(ulong words, double amount, Span<double> frequencies)
    {
        for (; words != 0; words &= words - 1)
        {
            frequencies[BitOperations.TrailingZeroCount(words)] += amount;
        }
    }

    private static void Blend(IReadOnlyList<ProseUnit> units, float[] scores, ulong[] words, ReadOnlySpan<double> weights)
    {
        for (int first = 0, end; first < scores.Length; first = end)
        {
            ulong inParagraph = 0;
            for (end = first; end < scores.Length && units[end].Paragraph == units[first].Paragraph; end++)
            {
                inParagraph |= words[end];
            }

            double shared = 0;
            for (ulong rest = inParagraph; rest != 0; rest &= rest - 1)
            {
                shared += OfParagraph * weights[BitOperations.TrailingZeroCount(rest)];
            }

            float before = 0;
            for (int i = first; i < end; i++)
            {
                float own = scores[i];
                float after = i + 1 < end ? scores[i + 1] : 0;
                scores[i] = (float)(own + (OfNeighbour * Math.Max(before, after)) + shared);
                before = own;
            }
        }
    }
}
