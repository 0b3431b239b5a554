using System.Text;
using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Symbols;
using Headroom.Context.Turns;
using Headroom.Protocols.Turns;
using Headroom.Testing.Projects;
using Headroom.Testing.Talks;

namespace Headroom.Context.Tests.Turns;

/// <summary>Turns of a project whose code is known.</summary>
public sealed class RelatedCode
{
    public static TheoryData<WireProtocol> Protocols { get; } = [WireProtocol.AnthropicMessages, WireProtocol.ChatCompletions];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task What_the_function_in_question_calls_keeps_its_body_and_without_a_graph_it_does_not(WireProtocol protocol)
    {
        using Node known = new(), unknown = new();
        AgentTalk talk = Talk(protocol);
        Sent with = await SendAsync(known, talk, Graph()), without = await SendAsync(unknown, talk, null);
        Assert.Contains(ShopCode.CalledBody, with.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(ShopCode.CalledBody, without.Body, StringComparison.Ordinal);
        Assert.True(with.Body.Length < talk.Body.Length * 3 / 4);
        Assert.Equal(1, await known.AssertMarkersResolveAsync(with, talk));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task What_went_upstream_stays_when_the_project_changes_or_is_no_longer_known_also_after_the_store_lost_it(WireProtocol protocol)
    {
        using var node = new Node();
        AgentTalk talk = Talk(protocol);
        Sent first = await SendAsync(node, talk, Graph());
        var changed = new SymbolIndex();
        changed.Put("src/settle.ts", "export function settleInvoice(i) {\n  return ruleAmberA(i) + ruleBirchB(i);\n}\n"u8);
        changed.Put("src/pricing.ts", Encoding.UTF8.GetBytes(ShopCode.Files["src/pricing.ts"]));
        Sent second = await SendAsync(node, talk.Runs("short"), SymbolGraph.Of(changed));
        first.AssertIsPrefixOf(second);

        node.Restart();
        node.Contents.Expired.UnionWith(node.Contents.All.Where(content => content.Marker is null).Select(content => content.Hash));
        Sent third = await SendAsync(node, talk.Runs("shorter"), null);
        second.AssertIsPrefixOf(third);
        Assert.Equal(0, node.Counters.PrefixChanged);
    }

    [Fact]
    public async Task A_question_that_names_no_function_gives_the_same_bytes_with_and_without_a_graph()
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(WireProtocol.AnthropicMessages).Says("What is in these files?").Runs(ShopCode.Dump);
        Sent without = await SendAsync(node, talk, null);
        Assert.True(without.Turn.IsChanged);
        Assert.Equal(without.Body, (await SendAsync(node, talk, Graph(), "another talk")).Body);
    }

    private static AgentTalk Talk(WireProtocol protocol) => new AgentTalk(protocol).Says(ShopCode.Question).Runs(ShopCode.Dump);

    private static SymbolGraph Graph()
    {
        var index = new SymbolIndex();
        foreach ((string path, string text) in ShopCode.Files)
        {
            index.Put(path, Encoding.UTF8.GetBytes(text));
        }

        return SymbolGraph.Of(index);
    }

    private static async Task<Sent> SendAsync(Node node, AgentTalk talk, SymbolGraph? graph, string session = "talk") => new(
        talk.Protocol, await node.PrepareAsync(new TurnRequest(TenantId.Local, new Caller("someone", session), talk.Protocol, talk.Body, IsBypassed: false) { Graph = graph }));
}
