namespace Headroom.Grains.TextModels;

/// <summary>A question for the scores of a text's words.</summary>
/// <param name="Text">The text, UTF-8.</param>
[GenerateSerializer, Immutable, Alias("headroom.text-model.scoring-query.v1")]
public sealed record TextScoringQuery([property: Id(0)] ReadOnlyMemory<byte> Text);

/// <summary>The answer.</summary>
/// <param name="Result">What became of the question.</param>
/// <param name="Scores">A byte per word, where it was answered.</param>
[GenerateSerializer, Immutable, Alias("headroom.text-model.scoring-reply.v1")]
public sealed record TextScoringReply([property: Id(0)] TextScoringResult Result, [property: Id(1)] ReadOnlyMemory<byte> Scores);

/// <summary>What became of a question.</summary>
[GenerateSerializer, Alias("headroom.text-model.result.v1")]
public enum TextScoringResult
{
    /// <summary>It was answered.</summary>
    Scored = 0,

    /// <summary>The text is too long.</summary>
    TooLong = 1,

    /// <summary>Too many wait.</summary>
    Busy = 2,

    /// <summary>The deadline has passed.</summary>
    Late = 3,

    /// <summary>The model failed, or is not there.</summary>
    Failed = 4,
}
