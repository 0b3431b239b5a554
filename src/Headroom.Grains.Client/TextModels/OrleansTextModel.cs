using Headroom.Compression.Prose.Words;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Grains.Calls;
using Headroom.Grains.Keys;
using Microsoft.Extensions.Logging;

namespace Headroom.Grains.TextModels;

/// <summary>A text model that silos have. Whoever asks waits no longer than its own deadline, whatever becomes of the call.</summary>
/// <param name="client">The cluster.</param>
/// <param name="model">Which model, and what it may cost.</param>
/// <param name="time">The clock of the deadline.</param>
/// <param name="logger">Where failed calls are logged.</param>
public sealed class OrleansTextModel(IClusterClient client, RemoteTextModel model, TimeProvider time, ILogger<OrleansTextModel> logger) : ITextModel
{
    private readonly GrainCalls _calls = new(time, logger);

    /// <inheritdoc/>
    public string Id => model.Id;

    /// <inheritdoc/>
    public async ValueTask<TextScoring> ScoreAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        if (text.Length > model.Options.MaxBytes)
        {
            return TextScoringOutcome.TooLong;
        }

        // A call that is given up may still be on its way when the caller's memory is used again.
        var query = new TextScoringQuery(text.ToArray());
        using var deadline = new CancellationTokenSource(model.Options.Deadline, time);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);

        // The model holds nothing and knows no tenants: all of them share its grains.
        var grain = client.GetGrain<ITextModelGrain>(new TenantKey(TenantId.Local.Value, model.Id).ToString());
        Answer<TextScoringReply> answer = await _calls
            .TryAsync(TenantId.Local, Timeout.InfiniteTimeSpan, token => grain.ScoreAsync(query, token).WaitAsync(token), ending.Token, throwsIfCanceled: false).ConfigureAwait(false);
        return !answer.IsThere ? (ending.IsCancellationRequested ? TextScoringOutcome.Late : TextScoringOutcome.Failed)
            : answer.Value.Result == TextScoringResult.Scored ? TextScoring.Of(new WordScores(answer.Value.Scores))
            : (TextScoringOutcome)(int)answer.Value.Result;
    }
}
