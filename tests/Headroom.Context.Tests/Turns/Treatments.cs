using System.Security.Cryptography;
using Headroom.Context.Turns;
using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;

namespace Headroom.Context.Tests.Turns;

public sealed class Treatments
{
    public static TheoryData<WireProtocol> Protocols { get; } = [WireProtocol.AnthropicMessages, WireProtocol.ChatCompletions];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task With_nothing_to_compress_the_body_is_the_same_to_the_byte(WireProtocol protocol)
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(protocol) { Tools = "" }.Says("Hello \u00e9").Runs("short").Says("x" + new string('y', 5000));
        PreparedTurn turn = await node.PrepareAsync(talk);
        Assert.False(turn.IsChanged);
        Assert.Equal(SHA256.HashData(talk.Body), SHA256.HashData(turn.Splice.ToMemory().Span));
        Assert.Equal(0, node.Ledger.Count);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Without_a_function_tool_no_marker_appears_and_nothing_is_left_out(WireProtocol protocol)
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(protocol) { Tools = "" }.Says("Which failed?");
        talk.Runs(talk.Rows(), talk.Log());
        Sent sent = await node.SendAsync(talk);
        Assert.True(sent.Turn.IsChanged);
        Assert.False(sent.Turn.OffersRetrieval);
        Assert.DoesNotContain("headroom_retrieve", sent.Body);
        Assert.Equal(0, await node.AssertMarkersResolveAsync(sent, talk));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Our_tool_is_the_last_of_the_list_from_the_first_turn_and_always_the_same(WireProtocol protocol)
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(protocol).Says("Hello");
        string first = Tools(await node.SendAsync(talk));
        talk.Runs(talk.Rows());
        Assert.Equal(first, Tools(await node.SendAsync(talk)));
        Assert.Contains("search", first);
        Assert.EndsWith("}]", first);
        Assert.True(first.IndexOf("search", StringComparison.Ordinal) < first.IndexOf("headroom_retrieve", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(WireProtocol.AnthropicMessages, """{"type":"tool","name":"search"}""")]
    [InlineData(WireProtocol.ChatCompletions, """{"type":"function","function":{"name":"search"}}""")]
    public async Task A_forced_tool_is_not_joined_by_ours(WireProtocol protocol, string choice)
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(protocol) { Tools = new AgentTalk(protocol).Tools + ",\"tool_choice\":" + choice }.Says("Which failed?");
        talk.Runs(talk.Rows());
        Sent sent = await node.SendAsync(talk);
        Assert.DoesNotContain("headroom_retrieve", sent.Body);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_bypassed_turn_goes_as_it_came_and_its_blocks_stay_raw(WireProtocol protocol)
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(protocol).Says("Which failed?");
        talk.Runs(talk.Rows());
        Sent bypassed = await node.SendAsync(talk, isBypassed: true);
        Assert.Equal(talk.Body, bypassed.Turn.Splice.ToMemory().ToArray());
        node.Restart();
        talk.Runs(talk.Rows());
        Sent sent = await node.SendAsync(talk);
        bypassed.AssertIsPrefixOf(sent);
        Assert.True(sent.Turn.IsChanged);
        Assert.Equal(1, await node.AssertMarkersResolveAsync(sent, talk));
    }

    [Fact]
    public async Task A_turn_behind_a_bypassed_one_waits_until_that_is_remembered()
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(WireProtocol.AnthropicMessages).Says("Which failed?");
        talk.Runs(talk.Rows());
        var mayCommit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        node.MayCommit = mayCommit.Task;
        Sent bypassed = await node.SendAsync(talk, isBypassed: true);
        node.MayCommit = Task.CompletedTask;
        Task<Sent> next = node.SendAsync(talk);
        Assert.Equal(0, node.Plans);
        mayCommit.SetResult();
        Assert.Equal(bypassed.Messages, (await next).Messages);
        Assert.Equal(1, node.Plans);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_session_that_takes_no_commit_leaves_the_turn_raw_for_good(WireProtocol protocol)
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(protocol).Says("Which failed?");
        talk.Runs(talk.Rows());
        await node.SendAsync(talk);
        talk.Runs(talk.Rows());
        node.RefusesCommits = true;
        Sent sent = await node.SendAsync(talk);
        node.RefusesCommits = false;
        Assert.Contains(talk.Messages[^1], sent.Body);
        Assert.Equal(1, node.Counters.CommitFailures);
        sent.AssertIsPrefixOf(await node.SendAsync(talk.Runs(talk.Rows())));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_body_that_is_no_request_goes_as_it_came(WireProtocol protocol)
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(protocol) { Tools = ",\"messages\":[]" }.Says("twice");
        PreparedTurn turn = await node.PrepareAsync(talk);
        Assert.Equal((TurnTreatment.Unlocated, 1), (turn.Treatment, node.Counters.Unlocated));
        Assert.Equal(talk.Body, turn.Splice.ToMemory().ToArray());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_conversation_that_began_without_us_keeps_its_history_raw(WireProtocol protocol)
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(protocol).Says("Which failed?");
        talk.Tools = talk.Tools.Replace("}]", ""","cache_control":{"type":"ephemeral"}}]""", StringComparison.Ordinal);
        string known = talk.Rows();
        talk.Runs(known).Runs(talk.Log());
        int history = talk.Messages.Count;
        talk.Runs(talk.Rows(), known);
        Sent sent = await node.SendAsync(talk);
        Assert.Equal(talk.Messages.Take(history), sent.Messages.Take(history));
        Assert.True(sent.Turn.IsChanged);
        Assert.Contains("[Same as the last full result of search above that begins", string.Concat(sent.Messages.Skip(history)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task What_the_model_retrieved_is_never_compressed_again(WireProtocol protocol)
    {
        using var node = new Node();
        var talk = new AgentTalk(protocol);
        string rows = talk.Rows();
        AgentTalk retrieved = talk.Says("Which failed?").Runs(rows);
        AgentTalk renamed = new AgentTalk(protocol).Says("Which failed?");
        retrieved.Messages.Skip(1).Select(message => message.Replace("\"search\"", "\"mcp__x__headroom_retrieve\"")).ToList().ForEach(message => renamed.Adds(message));
        Assert.False((await node.PrepareAsync(renamed)).IsChanged);
    }

    private static string Tools(Sent sent)
    {
        byte[] body = System.Text.Encoding.UTF8.GetBytes(sent.Body);
        Assert.True(TurnLocator.TryLocate(sent.Protocol, body, out TurnMap? map));
        return System.Text.Encoding.UTF8.GetString(map.Tools.Range!.Value.Of(body.AsSpan()));
    }
}
