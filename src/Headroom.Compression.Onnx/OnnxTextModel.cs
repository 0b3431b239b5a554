using System.Threading.Channels;
using Headroom.Compression.Onnx.Scoring;
using Headroom.Compression.Prose.Words;
using Headroom.Context.Ports;

namespace Headroom.Compression.Onnx;

/// <summary>
/// A text model with a bounded queue: texts are scored one after the other by the one session of the process, and a text that is
/// not done by its deadline is given up, in the queue as in the middle of the model.
/// </summary>
internal sealed class OnnxTextModel : ILoadedTextModel
{
    private readonly WordScorer _scorer;
    private readonly TextModelOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<Question> _queue;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _work;
    private readonly IDisposable? _owned;

    /// <summary>Makes a model of a scorer.</summary>
    /// <param name="id">The model as <c>name@digest</c>.</param>
    /// <param name="scorer">What scores.</param>
    /// <param name="options">What it may cost.</param>
    /// <param name="time">The clock of the deadline.</param>
    /// <param name="owned">Disposed of with the model.</param>
    public OnnxTextModel(string id, WordScorer scorer, TextModelOptions options, TimeProvider time, IDisposable? owned)
    {
        Id = id;
        _scorer = scorer;
        _options = options;
        _time = time;
        _owned = owned;
        _queue = Channel.CreateBounded<Question>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true });
        _work = Task.Run(WorkAsync);
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public async ValueTask<TextScoring> ScoreAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        TextScoring answer = text.Length > _options.MaxBytes ? TextScoringOutcome.TooLong : await AskAsync(text, cancellationToken).ConfigureAwait(false);
        TextModelInstruments.Texts.Add(1, new KeyValuePair<string, object?>("headroom.outcome", answer.Outcome.ToString()));
        return answer;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _closing.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _closing.Dispose();
        _owned?.Dispose();
    }

    private async Task<TextScoring> AskAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        // The caller's memory is the caller's again when this returns, whether the model is done with the text or not.
        var question = new Question(text.ToArray());
        if (!_queue.Writer.TryWrite(question))
        {
            return _closing.IsCancellationRequested ? TextScoringOutcome.Failed : TextScoringOutcome.Busy;
        }

        try
        {
            return await question.Answer.WaitAsync(_options.Deadline, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            question.GiveUp();
            return TextScoringOutcome.Late;
        }
    }

    private async Task WorkAsync()
    {
        await foreach (Question question in _queue.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            using (question)
            {
                question.Settle(Score(question));
            }
        }
    }

    private TextScoring Score(Question question)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(question.GivenUp, _closing.Token);
        try
        {
            ending.Token.ThrowIfCancellationRequested();
            long start = _time.GetTimestamp();
            WordScores scores = _scorer.Score(question.Text, ending.Token);
            TextModelInstruments.Duration.Record(_time.GetElapsedTime(start).TotalSeconds);
            return TextScoring.Of(scores);
        }
        catch (OperationCanceledException)
        {
            return _closing.IsCancellationRequested ? TextScoringOutcome.Failed : TextScoringOutcome.Late;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A model that fails costs its opinion, never the text.
            return TextScoringOutcome.Failed;
        }
    }

    /// <summary>A text on its way through the queue; the worker's in the end.</summary>
    private sealed class Question(byte[] text) : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly TaskCompletionSource<TextScoring> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _givenUp = new();
        private bool _isDone;

        public byte[] Text => text;

        public Task<TextScoring> Answer => _answer.Task;

        public CancellationToken GivenUp => _givenUp.Token;

        public void GiveUp()
        {
            lock (_gate)
            {
                if (!_isDone)
                {
                    _givenUp.Cancel();
                }
            }
        }

        public void Settle(TextScoring answer) => _answer.TrySetResult(answer);

        public void Dispose()
        {
            lock (_gate)
            {
                _isDone = true;
                _givenUp.Dispose();
            }
        }
    }
}
