namespace Headroom.Compression.Ranking;

/// <summary>
/// What a term adds to the score of a passage by BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009;
/// k1 1.2, b 0.75).
/// </summary>
internal static class TermWeight
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    /// <summary>How rare a term is: the inverse document frequency.</summary>
    /// <param name="passages">How many passages there are.</param>
    /// <param name="withTerm">How many of them have the term.</param>
    public static double Rarity(int passages, int withTerm) => Math.Log(1 + ((passages - withTerm + 0.5) / (withTerm + 0.5)));

    /// <summary>What a passage's length takes from each of its terms.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="passages">How many passages there are.</param>
    /// <param name="totalLength">Their length together.</param>
    public static double Norm(double length, int passages, double totalLength) => K1 * (1 - B + (B * length * passages / totalLength));

    /// <summary>What a term adds that occurs so often in a passage.</summary>
    public static double Of(double rarity, double frequency, double norm) => rarity * frequency * (K1 + 1) / (frequency + norm);
}
