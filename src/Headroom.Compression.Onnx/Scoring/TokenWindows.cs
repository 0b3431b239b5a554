namespace Headroom.Compression.Onnx.Scoring;

/// <summary>
/// A piece of a text's tokens that the model sees at once, and the part of it that is judged there. Pieces overlap, and each token
/// is judged in the piece in which it stands farther from an edge: none is left out, and none is judged twice.
/// </summary>
/// <param name="Seen">The tokens that the model sees.</param>
/// <param name="Judged">Those of them whose scores count.</param>
internal readonly record struct TokenWindow(Range Seen, Range Judged)
{
    /// <summary>Cuts tokens into pieces.</summary>
    /// <param name="count">How many tokens there are.</param>
    /// <param name="size">How many a piece may have.</param>
    /// <param name="overlap">How many neighbours share; less than <paramref name="size"/>.</param>
    public static IEnumerable<TokenWindow> Cut(int count, int size, int overlap)
    {
        for (int start = 0, judged = 0; judged < count;)
        {
            int end = Math.Min(count, start + size);
            int to = end == count ? count : end - (overlap - (overlap / 2));
            yield return new TokenWindow(start..end, judged..to);
            judged = to;
            start = end - overlap;
        }
    }
}
