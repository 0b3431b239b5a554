using System.Text.Json;
using Headroom.Context.Messages;
using Microsoft.Extensions.AI;

namespace Headroom.Extensions.AI.Tests;

/// <summary>A pipeline with Headroom in it, over a model that records what it gets.</summary>
public sealed class ChatPipelineTests
{
    private static readonly string Rows = JsonSerializer.Serialize(Enumerable.Range(0, 200).Select(i => new { id = i * 7919 % 100_003, host = $"node-{i % 12:000}", status = i == 77 ? "failed: disk full on /var" : "ok", load = i * 37 % 100 / 10.0 }));

    private readonly IMessageCompressor _headroom = new HeadroomCompressor();

    private ChatOptions Options => new() { Tools = [new HeadroomRetrieval(_headroom)] };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tool_result_goes_out_smaller_and_the_caller_s_message_stays(bool isStreaming)
    {
        var model = new RecordingModel();
        using IChatClient client = new ChatClientBuilder(model).UseHeadroom(_headroom).Build();
        List<ChatMessage> conversation = Conversation();
        ChatResponse answer = isStreaming ? await client.GetStreamingResponseAsync(conversation, Options).ToChatResponseAsync() : await client.GetResponseAsync(conversation, Options);
        Assert.Equal("done", answer.Text);
        string sent = Assert.Single(RecordingModel.Results(model.Got.Single()));
        Assert.True(sent.Length * 2 < Rows.Length);
        Assert.Contains("failed: disk full on /var", sent, StringComparison.Ordinal);
        Assert.Equal(Rows, RecordingModel.Results(conversation).Single());
        Assert.Same(conversation[0], model.Got.Single()[0]);
    }

    [Fact]
    public async Task A_result_that_was_sent_goes_with_the_same_bytes_whatever_is_asked_later()
    {
        var model = new RecordingModel();
        using IChatClient client = new ChatClientBuilder(model).UseHeadroom(_headroom).Build();
        List<ChatMessage> conversation = Conversation();
        await client.GetResponseAsync(conversation, Options);
        conversation.AddRange([new ChatMessage(ChatRole.Assistant, "node-005"), new ChatMessage(ChatRole.User, "And what about node-011?")]);
        await client.GetResponseAsync(conversation, Options);
        Assert.Equal(RecordingModel.Results(model.Got[0]), RecordingModel.Results(model.Got[1]));
    }

    [Fact]
    public async Task The_model_fetches_back_what_was_left_out_and_that_is_not_compressed_again()
    {
        string hash = Assert.Single((await _headroom.CompressAsync(
            JsonSerializer.Serialize(new object[] { new { role = "user", content = "x" }, new { role = "tool", tool_call_id = "t", content = Rows } }))).Hashes);
        var model = new RecordingModel(new FunctionCallContent("r1", "headroom_retrieve", new Dictionary<string, object?> { ["hash"] = hash }));
        using IChatClient client = new ChatClientBuilder(model).UseFunctionInvocation().UseHeadroom(_headroom).Build();
        ChatResponse answer = await client.GetResponseAsync(Conversation(), Options);
        Assert.Equal("done", answer.Text);
        string[] results = RecordingModel.Results(model.Got[^1]);
        Assert.True(results[0].Length * 2 < Rows.Length);
        Assert.Contains($"hash={hash}", results[0], StringComparison.Ordinal);
        Assert.Equal(Rows, results[1]);
    }

    [Fact]
    public async Task Without_the_retrieval_tool_nothing_is_left_out()
    {
        var model = new RecordingModel();
        using IChatClient client = new ChatClientBuilder(model).UseHeadroom(_headroom).Build();
        await client.GetResponseAsync(Conversation());
        string sent = Assert.Single(RecordingModel.Results(model.Got.Single()));
        Assert.All(Enumerable.Range(0, 200), id => Assert.Matches($@"\b{id * 7919 % 100_003}\b", sent));
        Assert.DoesNotContain(" shown", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_ours_is_no_failure_of_the_call()
    {
        var model = new RecordingModel();
        using var gone = new HeadroomClient(new HeadroomClientOptions { Url = new Uri("http://127.0.0.1:1"), Retries = 0 });
        using IChatClient client = new ChatClientBuilder(model).UseHeadroom(gone).Build();
        Assert.Equal("done", (await client.GetResponseAsync(Conversation(), Options)).Text);
        Assert.Equal([Rows], RecordingModel.Results(model.Got.Single()));
    }

    [Fact]
    public async Task A_reducer_keeps_every_message_and_makes_results_smaller()
    {
        List<ChatMessage> conversation = Conversation();
        ChatMessage[] reduced = [.. await new HeadroomChatReducer(_headroom, canRetrieve: true).ReduceAsync(conversation, CancellationToken.None)];
        Assert.Equal(conversation.Select(message => message.Role), reduced.Select(message => message.Role));
        Assert.True(RecordingModel.Results(reduced).Single().Length * 2 < Rows.Length);
    }

    private static List<ChatMessage> Conversation() =>
    [
        new ChatMessage(ChatRole.User, "Which host failed?"),
        new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("t", "hosts", new Dictionary<string, object?>())]),
        new ChatMessage(ChatRole.Tool, [new FunctionResultContent("t", Rows)]),
    ];
}
