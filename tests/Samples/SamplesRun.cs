using Microsoft.Extensions.AI;

namespace Headroom.Samples.Tests;

/// <summary>Every sample runs, and does what it says.</summary>
public sealed class SamplesRun
{
    [Fact]
    public async Task Messages_get_smaller_and_the_original_comes_back()
    {
        string said = await CompressMessages.RunAsync();
        Assert.Matches("^[0-9]{4} → [0-9]{3} tokens; the original came back byte for byte$", said);
    }

    [Fact]
    public async Task A_part_of_an_original_is_what_was_asked_for()
    {
        string said = await AskForAPart.RunAsync();
        Assert.Contains("failed: disk full on /var", said, StringComparison.Ordinal);
        Assert.Contains("\"id\":11,", said, StringComparison.Ordinal);
        Assert.DoesNotContain("\"id\":50,", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_gone_is_told() => Assert.StartsWith("found: False; ", await BoundTheMemory.RunAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task A_pipeline_sends_the_tool_s_result_smaller()
    {
        var provider = new ScriptedProvider();
        Assert.Equal("node-005", await ChatPipeline.RunAsync(provider));
        Assert.Contains("failed: disk full on /var", provider.Result, StringComparison.Ordinal);
        Assert.True(provider.Result!.Length * 3 < ToolOutput.Servers().Length);
    }

    [Fact]
    public async Task A_stored_conversation_gets_smaller()
    {
        string said = await ReduceStoredChat.RunAsync();
        Assert.Contains("failed: disk full on /var", said, StringComparison.Ordinal);
        Assert.True(said.Length * 3 < ToolOutput.Servers().Length);
    }

    /// <summary>Calls the tool, then answers.</summary>
    private sealed class ScriptedProvider : IChatClient
    {
        public string? Result { get; private set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Result = messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().SingleOrDefault()?.Result?.ToString();
            AIContent answer = Result is null ? new FunctionCallContent("call_1", "list_servers") : new TextContent("node-005");
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [answer])));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
