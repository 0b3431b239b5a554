using System.Text;

namespace Headroom.Compression.Json.Sampling;

/// <summary>
/// Ranks rows against the terms of a question by BM25 (Robertson and Zaragoza, 2009; k1 1.2, b 0.75). A term counts only
/// if few rows have it: what many rows share tells none of them apart.
/// </summary>
internal sealed class Bm25
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private const int MaxTerms = 64;

    private readonly JsonIndex _index;
    private readonly byte[][] _terms;
    private readonly Dictionary<int, ulong> _masks = [];

    /// <param name="index">Where the values are.</param>
    /// <param name="terms">Lower-cased terms; the first 64 are used.</param>
    public Bm25(JsonIndex index, IReadOnlyList<string> terms)
    {
        _index = index;
        _terms = [.. terms.Take(MaxTerms).Select(Encoding.UTF8.GetBytes)];
    }

    /// <value>Whether there is anything to look for.</value>
    public bool HasTerms => _terms.Length > 0;

    /// <summary>Scores rows; 0 for a row without a rare term.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="masks">Set to the rare terms of each row, one bit each.</param>
    public double[] Score(Table table, out ulong[] masks)
    {
        int count = table.RowCount;
        masks = new ulong[count];
        double[] scores = new double[count];
        int[] lengths = new int[count];
        int[,] frequencies = new int[count, _terms.Length];
        int[] documents = new int[_terms.Length];
        double totalLength = 0;
        for (int row = 0; row < count; row++)
        {
            foreach (Column column in table.Columns)
            {
                int cell = column.Cells[row];
                for (int entry = cell; cell != 0 && entry < _index[cell].End; entry++)
                {
                    if (_index[entry].Value >= 0 && _index[entry].Kind is JsonKind.String or JsonKind.Number || (entry == cell && _index[entry].Kind == JsonKind.Key))
                    {
                        lengths[row] += 1 + (_index.Text(entry).Length / 6);
                        for (ulong mask = MaskOf(_index[entry].Value); mask != 0; mask &= mask - 1)
                        {
                            frequencies[row, System.Numerics.BitOperations.TrailingZeroCount(mask)]++;
                        }
                    }
                }
            }

            totalLength += lengths[row];
            for (int term = 0; term < _terms.Length; term++)
            {
                documents[term] += frequencies[row, term] > 0 ? 1 : 0;
            }
        }

        int limit = Math.Clamp(count / 12, 1, 12);
        for (int row = 0; row < count; row++)
        {
            for (int term = 0; term < _terms.Length; term++)
            {
                if (frequencies[row, term] > 0 && documents[term] <= limit)
                {
                    masks[row] |= 1UL << term;
                    double idf = Math.Log(1 + ((count - documents[term] + 0.5) / (documents[term] + 0.5)));
                    double norm = K1 * (1 - B + (B * lengths[row] * count / totalLength));
                    scores[row] += idf * frequencies[row, term] * (K1 + 1) / (frequencies[row, term] + norm);
                }
            }
        }

        return scores;
    }

    private ulong MaskOf(int value)
    {
        if (_masks.TryGetValue(value, out ulong mask))
        {
            return mask;
        }

        byte[] text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_index.Values[value]).ToLowerInvariant());
        for (int term = 0; term < _terms.Length; term++)
        {
            ReadOnlySpan<byte> rest = text;
            for (int at = rest.IndexOf(_terms[term]); at >= 0; at = rest.IndexOf(_terms[term]))
            {
                if (at == 0 || !char.IsAsciiLetterOrDigit((char)rest[at - 1]))
                {
                    mask |= 1UL << term;
                    break;
                }

                rest = rest[(at + 1)..];
            }
        }

        _masks.Add(value, mask);
        return mask;
    }
}
