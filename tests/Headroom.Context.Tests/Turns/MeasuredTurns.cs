using System.Text;
using Headroom.Compression.Tokens;
using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Turns;
using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;

namespace Headroom.Context.Tests.Turns;

public sealed class MeasuredTurns
{
    [Theory]
    [InlineData(WireProtocol.AnthropicMessages)]
    [InlineData(WireProtocol.ChatCompletions)]
    public async Task A_turn_has_the_same_figures_whether_or_not_its_blocks_were_counted_before(WireProtocol protocol)
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(protocol).Says("Which failed?");
        talk.Runs(talk.Rows(), talk.Log(), "a \"short\" \u00e9 one");
        PreparedTurn turn = await node.PrepareAsync(talk);

        TurnFigures figures = new TurnMeter(TokenCounters.O200k).Measure(turn);
        Assert.Equal(new TurnMeter(TokenCounters.Cl100k).Measure(turn) with { Transforms = figures.Transforms }, figures);
        Assert.True(figures.TokensAfter < figures.TokensBefore);
    }

    [Theory]
    [InlineData(WireProtocol.AnthropicMessages)]
    [InlineData(WireProtocol.ChatCompletions)]
    public async Task What_was_counted_to_decide_on_it_is_not_counted_again(WireProtocol protocol)
    {
        var counter = new WordCounter();
        string model = $"words-of-{protocol}".ToLowerInvariant();
        TokenCounters.Give(model, counter);
        using var node = new Node();
        AgentTalk talk = new AgentTalk(protocol).Says("Which failed?");
        string rows = talk.Rows();
        talk.Runs(rows, "a \"short\" one");
        byte[] body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(talk.Body).Replace("\"m-1\"", $"\"{model}\"", StringComparison.Ordinal));
        PreparedTurn turn = await node.PrepareAsync(new TurnRequest(TenantId.Local, new Caller("someone", "talk"), protocol, body, false));

        new TurnMeter(counter).Measure(turn);
        Assert.DoesNotContain(rows, counter.Counted);
        Assert.Contains("a \"short\" one", counter.Counted);
        new TurnMeter(TokenCounters.O200k).Measure(turn);
        Assert.Contains(rows, counter.Counted);
    }

    private sealed class WordCounter : ITokenCounter
    {
        public string Vocabulary => "words";

        public List<string> Counted { get; } = [];

        public int Count(ReadOnlySpan<byte> utf8)
        {
            Counted.Add(Encoding.UTF8.GetString(utf8));
            return Counted[^1].Split(' ').Length;
        }
    }
}
