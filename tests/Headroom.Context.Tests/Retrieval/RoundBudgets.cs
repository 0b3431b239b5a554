using System.Text;
using System.Text.Json.Nodes;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Retrieval;
using Headroom.Context.Tests.Turns;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;

namespace Headroom.Context.Tests.Retrieval;

public sealed class RoundBudgets : IDisposable
{
    private readonly Node _node = new();
    private string _hash = "";

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task After_the_last_round_the_model_is_told_and_a_further_call_is_not_answered()
    {
        RetrievalRounds rounds = await RoundsAsync(new RetrievalOptions { MaxRounds = 2 });
        for (int i = 0; i < 3; i++)
        {
            Assert.True(rounds.CanContinue(Own(i)));
            Assert.Equal(i == 2, LastResult(await ContinueAsync(rounds, Own(i), null)).Contains("budget of this turn is spent"));
        }

        Assert.False(rounds.CanContinue(Own(3)));
        Assert.Equal(3, rounds.Count);
    }

    [Fact]
    public async Task Replies_of_one_turn_share_its_tokens()
    {
        RetrievalRounds rounds = await RoundsAsync(new RetrievalOptions { MaxReplyTokens = 1500, MaxTurnTokens = 2000 });
        for (int i = 0; i < 4; i++)
        {
            await ContinueAsync(rounds, Own(i), null);
        }

        Assert.InRange(rounds.RetrievedTokens, 1500, 2200);
        Assert.False(rounds.CanContinue(Own(9)));
    }

    [Theory]
    [InlineData(null, 1000)]
    [InlineData(300L, 700)]
    [InlineData(1500L, 1)]
    public async Task A_continuation_may_use_what_the_rounds_before_left_of_the_limit(long? used, int expected)
    {
        RetrievalRounds rounds = await RoundsAsync(new RetrievalOptions());
        Assert.Equal(expected, (int)(await ContinueAsync(rounds, Own(0), used))["max_tokens"]!);
    }

    [Fact]
    public async Task A_cut_call_and_a_clients_call_are_not_continued()
    {
        RetrievalRounds rounds = await RoundsAsync(new RetrievalOptions());
        Assert.False(rounds.CanContinue(Own(0) with { IsComplete = false }));
        Assert.False(rounds.CanContinue(Own(0) with { ClientCallIds = ["c"] }));
        Assert.Null(await rounds.FinishAsync(Own(0) with { IsComplete = false, ClientCallIds = ["c"] }, default));
    }

    private static string LastResult(JsonNode body) => body["messages"]!.AsArray()[^1]!["content"]![0]!["content"]!.ToString();

    private static async Task<JsonNode> ContinueAsync(RetrievalRounds rounds, AssistantRound round, long? outputTokens) =>
        JsonNode.Parse(BodySplice.Join(await rounds.ContinueAsync(round, outputTokens, default)).Span)!;

    private AssistantRound Own(int id) => WireFormat.Of(WireProtocol.AnthropicMessages).ReadAnswer(Encoding.UTF8.GetBytes(
        $$$$"""{"type":"message","content":[{"type":"tool_use","id":"own_{{{{id}}}}","name":"headroom_retrieve","input":{"hash":"{{{{_hash}}}}"}}]}"""))!.Round;

    private async Task<RetrievalRounds> RoundsAsync(RetrievalOptions options)
    {
        AgentTalk talk = new AgentTalk(WireProtocol.AnthropicMessages).Says("Which failed?");
        talk.Runs(talk.Rows(200));
        Sent sent = await _node.SendAsync(talk);
        _hash = sent.Body[(sent.Body.IndexOf("hash=", StringComparison.Ordinal) + 5)..][..24];
        return new RetrievalRounds(new ContentRetrieval(_node.Contents, TokenCounters.O200k, options), TenantId.Local, sent.Turn);
    }
}
