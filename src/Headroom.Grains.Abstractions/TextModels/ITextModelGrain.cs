namespace Headroom.Grains.TextModels;

/// <summary>
/// The text model of a silo. Its key is <c>tenant/name@digest</c>; it holds nothing, so that any number of them may be. A silo without
/// the model, or with another digest of it, answers <see cref="TextScoringResult.Failed"/>.
/// </summary>
[Alias("headroom.text-model.v1")]
public interface ITextModelGrain : IGrainWithStringKey
{
    /// <summary>Scores the words of a text. May be repeated.</summary>
    [Alias("Score"), ResponseTimeout("00:00:02")]
    Task<TextScoringReply> ScoreAsync(TextScoringQuery query, CancellationToken cancellationToken);
}
