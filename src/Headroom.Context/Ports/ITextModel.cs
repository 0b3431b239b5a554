using Headroom.Compression.Prose.Words;

namespace Headroom.Context.Ports;

/// <summary>
/// A model that says of every word of a text how much it is needed. It takes effect only under a profile that names it
/// (<see cref="Headroom.Compression.Blocks.CompressionProfile.WithWordModel"/>), and nobody waits for it longer than it was given.
/// </summary>
public interface ITextModel
{
    /// <value>The model as <c>name@digest</c>: another digest, other weights or other settings, means other scores.</value>
    string Id { get; }

    /// <summary>Scores the words of a text, as <see cref="TextWords"/> numbers them. The same text gets the same scores.</summary>
    /// <param name="text">The text, UTF-8 or nearly; not read any more once the call has returned.</param>
    /// <param name="cancellationToken">Ends the wait; the answer is then <see cref="TextScoringOutcome.Late"/>.</param>
    /// <returns>The scores, or why there are none. Never throws for what a text holds.</returns>
    ValueTask<TextScoring> ScoreAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken);
}

/// <summary>A model's answer.</summary>
/// <param name="Outcome">What became of the question.</param>
/// <param name="Scores">One score per word where it is <see cref="TextScoringOutcome.Scored"/>, else <c>null</c>.</param>
public readonly record struct TextScoring(TextScoringOutcome Outcome, WordScores? Scores)
{
    /// <summary>An answer with scores.</summary>
    public static TextScoring Of(WordScores scores) => new(TextScoringOutcome.Scored, scores);

    /// <summary>An answer without.</summary>
    public static implicit operator TextScoring(TextScoringOutcome outcome) => new(outcome, null);
}

/// <summary>What became of a question to a model.</summary>
public enum TextScoringOutcome
{
    /// <summary>It was answered.</summary>
    Scored,

    /// <summary>The text is longer than the model would get through in its time; it was not begun.</summary>
    TooLong,

    /// <summary>So many wait already that it was not taken.</summary>
    Busy,

    /// <summary>The deadline has passed.</summary>
    Late,

    /// <summary>The model failed, or is out of reach.</summary>
    Failed,
}
