namespace Headroom.Compression.Onnx.Scoring;

/// <summary>Judges tokens.</summary>
internal interface ITokenScorer
{
    /// <summary>Says of each token how much it is needed, from 0 to 1.</summary>
    /// <param name="ids">The tokens, those before and behind the text included.</param>
    /// <param name="keep">As many scores.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    void Score(ReadOnlySpan<int> ids, Span<float> keep, CancellationToken cancellationToken);
}
