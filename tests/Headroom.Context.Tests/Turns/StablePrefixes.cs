using Headroom.Context.Turns;
using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;

namespace Headroom.Context.Tests.Turns;

public sealed class StablePrefixes
{
    private const int Turns = 30;

    public static TheoryData<WireProtocol> Protocols { get; } = [WireProtocol.AnthropicMessages, WireProtocol.ChatCompletions];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Every_turn_begins_with_what_went_upstream_before_and_every_marker_resolves(WireProtocol protocol)
    {
        using var node = new Node();
        int markers = await RunAsync(node, new AgentTalk(protocol), _ => { }, _ => { });
        Assert.True(markers > Turns);
        Assert.Equal((0, 0, 0), (node.Counters.PrefixChanged, node.Counters.Degraded, node.Counters.CompressorDefects));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_restart_between_any_two_turns_changes_nothing(WireProtocol protocol)
    {
        using var node = new Node();
        var talk = new AgentTalk(protocol);
        await RunAsync(node, talk, _ => node.Restart(), _ => { });
        Assert.Equal(0, node.Counters.PrefixChanged);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Outputs_that_the_store_lost_are_made_again(WireProtocol protocol)
    {
        using var node = new Node();
        await RunAsync(node, new AgentTalk(protocol), turn => ForgetOutputs(node, turn), _ => { });
        Assert.Equal(0, node.Counters.PrefixChanged);
    }

    [Theory]
    [InlineData(WireProtocol.AnthropicMessages, 0)]
    [InlineData(WireProtocol.AnthropicMessages, 6)]
    [InlineData(WireProtocol.ChatCompletions, 13)]
    public async Task A_content_store_that_fails_on_one_turn_leaves_that_turn_raw_for_good(WireProtocol protocol, int failing)
    {
        using var node = new Node();
        await RunAsync(node, new AgentTalk(protocol), turn => node.Contents.IsDown = turn == failing, turn => RestartAfter(node, turn, failing + 2));
        Assert.Equal(0, node.Counters.PrefixChanged);
    }

    [Theory]
    [InlineData(WireProtocol.AnthropicMessages, 6, 1)]
    [InlineData(WireProtocol.AnthropicMessages, 9, 1)]
    [InlineData(WireProtocol.ChatCompletions, 6, 1)]
    [InlineData(WireProtocol.ChatCompletions, 12, 1)]
    public async Task A_ledger_that_fails_on_one_turn_leaves_what_is_new_on_it_raw_for_good(WireProtocol protocol, int failing, int expectedFailures)
    {
        using var node = new Node();
        long failures = 0;
        await RunAsync(
            node, new AgentTalk(protocol), turn => node.Ledger.IsDown = turn == failing,
            turn =>
            {
                failures = Math.Max(failures, node.Counters.CommitFailures);
                RestartAfter(node, turn, failing + 2);
            });
        Assert.Equal(expectedFailures, failures);
        Assert.Equal(0, node.Counters.PrefixChanged);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_budget_that_ends_while_storing_leaves_that_turn_raw_for_good(WireProtocol protocol)
    {
        using var node = new Node();
        await RunAsync(
            node, new AgentTalk(protocol), turn => node.Contents.OnPut = turn == 6 ? () => node.Time.Advance(TimeSpan.FromSeconds(1)) : () => { },
            turn => RestartAfter(node, turn, 8));
        Assert.Equal(0, node.Counters.PrefixChanged);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task With_no_budget_at_all_every_turn_goes_as_it_came(WireProtocol protocol)
    {
        using var node = new Node(new TurnOptions { Budget = TimeSpan.Zero, HistoryLimit = TimeSpan.Zero });
        AgentTalk talk = new AgentTalk(protocol).Says("Which items failed?");
        for (int turn = 0; turn < 5; turn++)
        {
            talk.Runs(talk.Rows());
            Sent sent = await node.SendAsync(talk);
            Assert.Equal(talk.Body, sent.Turn.Splice.ToMemory().ToArray());
            Assert.Equal(TurnTreatment.Degraded, sent.Turn.Treatment);
        }

        Assert.Equal(5, node.Counters.Degraded);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_fork_shares_the_bytes_of_the_common_prefix(WireProtocol protocol)
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(protocol).Says("Which items failed?");
        Sent sent = null!;
        for (int turn = 0; turn < 12; turn++)
        {
            talk.Runs(talk.Rows(), talk.Log());
            sent = await node.SendAsync(talk);
        }

        AgentTalk fork = talk.Fork(11).Runs(talk.Rows());
        Sent forked = await node.SendAsync(fork);
        Assert.Equal(sent.Messages.Take(11), forked.Messages.Take(11));
        Assert.True(forked.Turn.IsChanged);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Two_processes_over_the_same_stores_send_the_same_bytes(WireProtocol protocol)
    {
        using var first = new Node();
        using var second = new Node(first);
        AgentTalk talk = new AgentTalk(protocol).Says("Which items failed?");
        Sent? last = null;
        for (int turn = 0; turn < 8; turn++)
        {
            talk.Runs(talk.Rows(), talk.Log());
            Sent[] sent = await Task.WhenAll(first.SendAsync(talk), second.SendAsync(talk));
            Assert.Equal(sent[0].Body, sent[1].Body);
            last?.AssertIsPrefixOf(sent[turn % 2]);
            last = sent[0];
            first.Restart();
            second.Restart();
        }
    }

    [Fact]
    public async Task A_process_that_comes_second_sends_what_the_first_decided()
    {
        using var first = new Node();
        using var second = new Node(first);
        AgentTalk talk = new AgentTalk(WireProtocol.AnthropicMessages).Says("Which items failed?");
        await first.SendAsync(talk);
        await second.SendAsync(talk);
        talk.Runs(talk.Rows(), talk.Log());
        await first.SendAsync(talk, isBypassed: true);
        Assert.Equal(talk.Messages, (await second.SendAsync(talk)).Messages);
    }

    /// <summary>Thirty turns; each is checked against the one before and for its markers.</summary>
    private static async Task<int> RunAsync(Node node, AgentTalk talk, Action<int> before, Action<int> after)
    {
        talk.Says("Which items failed, and what did worker 3 say?");
        string repeated = talk.Rows();
        Sent? last = null;
        int markers = 0, changed = 0;
        for (int turn = 0; turn < Turns; turn++)
        {
            before(turn);
            talk.Runs((turn % 4) switch { 0 => [talk.Rows(), talk.Log()], 1 => [repeated], 2 => [repeated, talk.Rows(), repeated, "short"], _ => [talk.Log(80)] });
            if (turn % 5 == 4)
            {
                talk.Says($"And item {turn}?");
            }

            Sent sent = await node.SendAsync(talk);
            last?.AssertIsPrefixOf(sent);
            last = sent;
            after(turn);
            node.Contents.IsDown = node.Ledger.IsDown = false;
            markers += await node.AssertMarkersResolveAsync(sent, talk);
            changed += sent.Turn.IsChanged ? 1 : 0;
        }

        Assert.True(changed > Turns / 2);
        return markers;
    }

    private static void RestartAfter(Node node, int turn, int at)
    {
        if (turn == at)
        {
            node.Restart();
        }
    }

    private static void ForgetOutputs(Node node, int turn)
    {
        if (turn == 10)
        {
            node.Contents.All.Where(content => content.Description.Kind == "output").Select(content => content.Hash).ToList().ForEach(node.Contents.Forget);
            node.Restart();
        }
    }
}
