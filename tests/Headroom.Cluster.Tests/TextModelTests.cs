using Headroom.Compression.Prose.Words;
using Headroom.Context.Ports;
using Headroom.Grains.Hosting;
using Headroom.Grains.TextModels;
using Headroom.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.TestingHost;

namespace Headroom.Cluster.Tests;

/// <summary>A gateway without a model asks the silos.</summary>
public sealed class TextModelTests : IAsyncLifetime
{
    private const string Id = "lengths@0123456789ab";

    private readonly InProcessTestCluster _cluster;
    private readonly LengthModel _model = new();

    public TextModelTests()
    {
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddHeadroomGrains();
            silo.Services.AddSingleton<ILoadedTextModel>(_model);
        });
        builder.ConfigureClient(client => client.AddHeadroomClient());
        _cluster = builder.Build();
    }

    public Task InitializeAsync() => _cluster.DeployAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_gateway_gets_the_scores_of_the_silos_model()
    {
        TextScoring answer = await Gateway(Id).ScoreAsync("one three seventeen"u8.ToArray(), CancellationToken.None);
        Assert.Equal(TextScoringOutcome.Scored, answer.Outcome);
        Assert.Equal((byte[])[3, 5, 9], answer.Scores!.Values.ToArray());
    }

    [Fact]
    public async Task A_model_of_another_digest_gives_no_scores() =>
        Assert.Equal(TextScoringOutcome.Failed, (await Gateway("lengths@ba9876543210").ScoreAsync("one"u8.ToArray(), CancellationToken.None)).Outcome);

    [Fact]
    public async Task Why_a_silo_has_no_scores_arrives()
    {
        Assert.Equal(TextScoringOutcome.Busy, (await Gateway(Id).ScoreAsync("busy"u8.ToArray(), CancellationToken.None)).Outcome);
        Assert.Equal(TextScoringOutcome.TooLong, (await Gateway(Id).ScoreAsync(new byte[(256 << 10) + 1], CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task A_silo_that_does_not_answer_costs_no_more_than_the_deadline()
    {
        ManualTimeProvider time = new();
        Task<TextScoring> answer = Gateway(Id, time).ScoreAsync("never"u8.ToArray(), CancellationToken.None).AsTask();
        await _model.Held.Task;
        Assert.False(answer.IsCompleted);
        time.Advance(new TextModelOptions().Deadline);
        Assert.Equal(TextScoringOutcome.Late, (await answer).Outcome);
        _model.Release();
    }

    private OrleansTextModel Gateway(string id, TimeProvider? time = null) =>
        new(_cluster.Client, new RemoteTextModel(id, new TextModelOptions { Deadline = time is null ? TimeSpan.FromMinutes(1) : new TextModelOptions().Deadline }), time ?? TimeProvider.System, NullLogger<OrleansTextModel>.Instance);

    /// <summary>Scores a word by its length.</summary>
    private sealed class LengthModel : ILoadedTextModel
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Id => TextModelTests.Id;

        public async ValueTask<TextScoring> ScoreAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
        {
            string words = System.Text.Encoding.UTF8.GetString(text.Span);
            if (words == "never")
            {
                Held.TrySetResult();
                await _released.Task.ConfigureAwait(false);
            }

            return words == "busy" ? TextScoringOutcome.Busy : TextScoring.Of(new WordScores(words.Split(' ').Select(word => (byte)word.Length).ToArray()));
        }

        public void Release() => _released.TrySetResult();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
