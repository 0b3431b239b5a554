using Headroom.Context.Ports;
using Headroom.Grains.Keys;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace Headroom.Grains.TextModels;

/// <summary>
/// Passes texts to the one model of its silo, which has a queue and a deadline of its own. Nothing is computed in a turn, so calls
/// need not wait for each other.
/// </summary>
[GrainType("headroom.text-model"), StatelessWorker(1), Reentrant]
internal sealed class TextModelGrain(IGrainContext context, IServiceProvider services) : Grain, ITextModelGrain
{
    private readonly ILoadedTextModel? _model = services.GetService<ILoadedTextModel>();
    private readonly string _id = TenantKey.Parse(context.GrainId.Key.ToString()!).Name;

    /// <inheritdoc/>
    public async Task<TextScoringReply> ScoreAsync(TextScoringQuery query, CancellationToken cancellationToken)
    {
        TextScoring answer = _model is { } model && model.Id == _id ? await model.ScoreAsync(query.Text, cancellationToken) : TextScoringOutcome.Failed;
        return new TextScoringReply((TextScoringResult)(int)answer.Outcome, answer.Scores?.Values ?? default);
    }
}
