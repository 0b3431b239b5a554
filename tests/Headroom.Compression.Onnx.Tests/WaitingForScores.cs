using Headroom.Compression.Onnx.Scoring;
using Headroom.Compression.Onnx.Tests.TinyModels;
using Headroom.Compression.Onnx.Tokenizing;
using Headroom.Context.Ports;
using Headroom.Context.TextModels;
using Headroom.Testing.Time;

namespace Headroom.Compression.Onnx.Tests;

/// <summary>What callers get from a model that is slower than they can wait.</summary>
public sealed class WaitingForScores : IDisposable
{
    private static readonly byte[] Text = "a text of five words"u8.ToArray();

    private readonly TinyModel _tiny = new(new Dictionary<string, double> { ["a"] = 0.5 });
    private readonly ManualTimeProvider _time = new();
    private readonly GatedScorer _scorer = new();

    public void Dispose()
    {
        _scorer.Dispose();
        _tiny.Dispose();
    }

    [Fact]
    public async Task A_text_that_is_not_done_by_its_deadline_is_given_up_and_the_model_goes_on_with_the_next()
    {
        await using OnnxTextModel model = Slow(queueLength: 4);
        Task<TextScoring> late = model.ScoreAsync(Text, CancellationToken.None).AsTask();
        await _scorer.Begun.Reader.ReadAsync();
        _time.Advance(TimeSpan.FromMilliseconds(149));
        Assert.False(late.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(TextScoringOutcome.Late, (await late).Outcome);

        Task<TextScoring> next = model.ScoreAsync(Text, CancellationToken.None).AsTask();
        await _scorer.Begun.Reader.ReadAsync();
        _scorer.Open();
        Assert.Equal(TextScoringOutcome.Scored, (await next).Outcome);
    }

    [Fact]
    public async Task A_text_waits_in_the_queue_no_longer_than_its_deadline_and_never_reaches_the_model_then()
    {
        await using OnnxTextModel model = Slow(queueLength: 4);
        Task<TextScoring> first = model.ScoreAsync(Text, CancellationToken.None).AsTask();
        await _scorer.Begun.Reader.ReadAsync();
        Task<TextScoring> second = model.ScoreAsync(Text, CancellationToken.None).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(150));
        Assert.Equal(TextScoringOutcome.Late, (await first).Outcome);
        Assert.Equal(TextScoringOutcome.Late, (await second).Outcome);

        _scorer.Open();
        Assert.Equal(TextScoringOutcome.Scored, (await model.ScoreAsync(Text, CancellationToken.None)).Outcome);
        Assert.Equal(2, _scorer.Count);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        await using OnnxTextModel model = Slow(queueLength: 2);
        Task<TextScoring> working = model.ScoreAsync(Text, CancellationToken.None).AsTask();
        await _scorer.Begun.Reader.ReadAsync();
        Task<TextScoring>[] waiting = [model.ScoreAsync(Text, CancellationToken.None).AsTask(), model.ScoreAsync(Text, CancellationToken.None).AsTask()];
        Assert.Equal(TextScoringOutcome.Busy, (await model.ScoreAsync(Text, CancellationToken.None)).Outcome);
        _scorer.Open();
        Assert.All(await Task.WhenAll([working, .. waiting]), answer => Assert.Equal(TextScoringOutcome.Scored, answer.Outcome));
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_not_begun()
    {
        await using OnnxTextModel model = Slow(queueLength: 1);
        Assert.Equal(TextScoringOutcome.TooLong, (await model.ScoreAsync(new byte[1_001], CancellationToken.None)).Outcome);
        Assert.Equal(0, _scorer.Count);
    }

    [Fact]
    public async Task A_caller_whose_own_time_is_up_gets_an_answer_without_scores()
    {
        await using OnnxTextModel model = Slow(queueLength: 1);
        using var budget = new CancellationTokenSource();
        Task<TextScoring> answer = model.ScoreAsync(Text, budget.Token).AsTask();
        await _scorer.Begun.Reader.ReadAsync(CancellationToken.None);
        await budget.CancelAsync();
        Assert.Equal(TextScoringOutcome.Late, (await answer).Outcome);
    }

    [Fact]
    public async Task A_model_that_fails_costs_its_opinion_only()
    {
        await using OnnxTextModel model = Slow(queueLength: 1);
        _scorer.Fail();
        Assert.Equal(TextScoringOutcome.Failed, (await model.ScoreAsync(Text, CancellationToken.None)).Outcome);
        Assert.Equal(TextScoringOutcome.Failed, (await model.ScoreAsync(Text, CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task A_model_that_is_unloaded_answers_whoever_still_waits()
    {
        OnnxTextModel model = Slow(queueLength: 2);
        Task<TextScoring> working = model.ScoreAsync(Text, CancellationToken.None).AsTask();
        await _scorer.Begun.Reader.ReadAsync();
        Task<TextScoring> waiting = model.ScoreAsync(Text, CancellationToken.None).AsTask();
        await model.DisposeAsync();
        Assert.Equal(TextScoringOutcome.Failed, (await working).Outcome);
        Assert.Equal(TextScoringOutcome.Failed, (await waiting).Outcome);
        Assert.Equal(TextScoringOutcome.Failed, (await model.ScoreAsync(Text, CancellationToken.None)).Outcome);
    }

    private OnnxTextModel Slow(int queueLength) => new(
        "slow@000000000000", new WordScorer(_scorer, TextTokenizer.Of(_tiny.Installed), new TextModelSettings()),
        new TextModelOptions { QueueLength = queueLength, MaxBytes = 1_000 }, _time, null);
}
