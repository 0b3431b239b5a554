using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;

namespace Headroom.Context.Tests.Turns;

public sealed class RepeatedResults
{
    public static TheoryData<WireProtocol> Protocols { get; } = [WireProtocol.AnthropicMessages, WireProtocol.ChatCompletions];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_result_that_stands_in_the_request_already_is_told_by_it_and_keeps_a_marker_of_its_own(WireProtocol protocol)
    {
        using var node = new Node();
        string file = File(120);
        AgentTalk talk = new AgentTalk(protocol).Says("Why does it fail?").Runs(file);
        Sent first = await node.SendAsync(talk);
        Assert.Equal(talk.Messages, first.Messages);

        talk.Runs(file);
        Sent second = await node.SendAsync(talk);
        first.AssertIsPrefixOf(second);
        Assert.Contains("Same as the last full result of search above", second.Messages[^1], StringComparison.Ordinal);
        Assert.True(second.Messages[^1].Length < 400);
        Assert.Equal(1, await node.AssertMarkersResolveAsync(second, talk));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_result_that_changed_a_little_is_told_by_the_difference_in_every_later_turn(WireProtocol protocol)
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(protocol).Says("Why does it fail?").Runs(File(120));
        await node.SendAsync(talk);
        talk.Runs(File(120).Replace("line 60", "line sixty", StringComparison.Ordinal));
        Sent changed = await node.SendAsync(talk);
        Assert.Contains("+60: some words on line sixty", changed.Messages[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("on line 61", changed.Messages[^1], StringComparison.Ordinal);

        node.Restart();
        talk.Runs("short").Runs(File(120));
        Sent later = await node.SendAsync(talk);
        changed.AssertIsPrefixOf(later);
        Assert.Contains("Same as the last full result", later.Messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_whose_stored_bytes_are_gone_is_made_again()
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(WireProtocol.AnthropicMessages).Says("Why does it fail?")
            .Runs(File(120)).Runs(File(120).Replace("line 60", "line sixty", StringComparison.Ordinal)).Runs(File(120).Replace("line 60", "line sixty", StringComparison.Ordinal));
        AgentTalk begun = new AgentTalk(WireProtocol.AnthropicMessages).Says("Why does it fail?");
        await node.SendAsync(begun);
        for (int messages = 3; messages <= talk.Messages.Count; messages += 2)
        {
            begun.Adds(talk.Messages[messages - 2]).Adds(talk.Messages[messages - 1]);
            await node.SendAsync(begun);
        }

        Sent sent = await node.SendAsync(begun);
        Assert.Contains("[As the last full result", sent.Messages[4], StringComparison.Ordinal);
        Assert.Contains("[As the last full result", sent.Messages[6], StringComparison.Ordinal);
        node.Contents.All.Where(content => content.Description.Kind == "output").Select(content => content.Hash).ToList().ForEach(node.Contents.Forget);
        node.Restart();
        Assert.Equal(sent.Messages, (await node.SendAsync(begun)).Messages);
        Assert.Equal(0, node.Counters.PrefixChanged);
    }

    [Fact]
    public async Task Where_the_reader_cannot_retrieve_nothing_is_told_by_anything()
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(WireProtocol.AnthropicMessages) { Tools = "" }.Says("Why does it fail?");
        await node.SendAsync(talk);
        talk.Runs(File(120), File(120));
        Assert.Equal(talk.Messages, (await node.SendAsync(talk)).Messages);
    }

    /// <summary>Text that no compressor makes smaller.</summary>
    private static string File(int lines)
    {
        var random = new Random(5);
        return string.Concat(Enumerable.Range(1, lines).Select(i => $"{i}: some words on line {i} {string.Concat(Enumerable.Range(0, 6).Select(_ => (char)('a' + random.Next(26))))}\n"));
    }
}
