using System.Text;
using Headroom.Protocols.Bodies;

namespace Headroom.Context.Retrieval;

/// <summary>
/// Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009) with k1 = 1.2 and
/// b = 0.75, over lower-cased runs of letters and digits.
/// </summary>
internal static class Bm25
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    /// <summary>The score of each item for a query; 0 where it shares no term with it.</summary>
    public static double[] Score(ReadOnlySpan<byte> content, IReadOnlyList<ByteRange> items, string query)
    {
        string[] terms = [.. Terms(query).Distinct()];
        var counts = new int[items.Count][];
        var lengths = new int[items.Count];
        var containing = new int[terms.Length];
        for (int i = 0; i < items.Count; i++)
        {
            counts[i] = new int[terms.Length];
            foreach (string word in Terms(Encoding.UTF8.GetString(items[i].Of(content))))
            {
                lengths[i]++;
                int term = Array.IndexOf(terms, word);
                if (term >= 0 && counts[i][term]++ == 0)
                {
                    containing[term]++;
                }
            }
        }

        double averageLength = Math.Max(1, lengths.Average());
        return [.. counts.Select((found, i) => Score(found, lengths[i] / averageLength, containing, items.Count))];
    }

    private static double Score(int[] found, double relativeLength, int[] containing, int itemCount)
    {
        double score = 0;
        for (int term = 0; term < found.Length; term++)
        {
            double rarity = Math.Log(1 + ((itemCount - containing[term] + 0.5) / (containing[term] + 0.5)));
            score += rarity * found[term] * (K1 + 1) / (found[term] + (K1 * (1 - B + (B * relativeLength))));
        }

        return score;
    }

    private static IEnumerable<string> Terms(string text)
    {
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            bool isWord = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (isWord && start < 0)
            {
                start = i;
            }
            else if (!isWord && start >= 0)
            {
                yield return text[start..i].ToLowerInvariant();
                start = -1;
            }
        }
    }
}
