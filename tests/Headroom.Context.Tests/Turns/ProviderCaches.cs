using System.Text;
using Headroom.Context.Caches;
using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Turns;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;

namespace Headroom.Context.Tests.Turns;

/// <summary>What is known of the providers' caches, and what follows from it.</summary>
public sealed class ProviderCaches
{
    private const string Tool = """{"name":"search","input_schema":{"type":"object"}}""";

    [Theory]
    [InlineData("", true)]
    [InlineData(""","cache_control":{"type":"ephemeral"}""", false)]
    public async Task A_history_that_began_without_us_is_made_smaller_only_where_the_provider_caches_nothing_of_it(string mark, bool isCold)
    {
        using var node = new Node();
        string rows = string.Join("\\n", Enumerable.Range(0, 120).Select(i => $"2026-02-03T04:05:{i % 60:00}Z INFO request {i * 7919} done"));
        string body = $$$"""{"model":"claude-sonnet-4-5","max_tokens":9,"tools":[{{{Tool}}}],"messages":[{"role":"user","content":"Look."},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"search","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"{{{rows}}}"}]},{"role":"assistant","content":[{"type":"text","text":"Done."}]},{"role":"user","content":[{"type":"text","text":"And now?"{{{mark}}}}]}]}""";
        PreparedTurn turn = await node.PrepareAsync(Request(body));
        Assert.Equal(isCold, turn.IsChanged);
        Assert.Equal(isCold ? 1 : 0, node.Counters.ColdStarts);
        Assert.Equal(isCold, turn.ColdStart is { Messages: 4, TokensSaved: > 1000, Gain: > 2150 });
        Assert.Equal(isCold, (await node.PrepareAsync(Request(body))).IsChanged);
    }

    [Theory]
    [InlineData("model", PrefixDrift.Model)]
    [InlineData("tools", PrefixDrift.Tools)]
    [InlineData("system", PrefixDrift.System)]
    [InlineData("history", PrefixDrift.History)]
    [InlineData("last", PrefixDrift.None)]
    [InlineData("nothing", PrefixDrift.None)]
    [InlineData("wait", PrefixDrift.Idle)]
    public async Task What_a_client_changed_in_the_beginning_of_its_request_is_the_cause_of_the_miss(string changed, PrefixDrift cause)
    {
        using var node = new Node();
        PreparedTurn first = await node.PrepareAsync(Request(Body("m", Tool, "You help.", "What?", "Yes.", "Go on.")));
        Assert.Equal(PrefixDrift.None, first.Sight!.Drift);
        first.Sight.Answered(new TokenUsage(10, 0, 5000, 9));
        if (changed == "wait")
        {
            node.Time.Advance(TimeSpan.FromMinutes(6));
        }

        PreparedTurn second = await node.PrepareAsync(Request(Body(
            changed == "model" ? "n" : "m", changed == "tools" ? Tool + "," + Tool.Replace("search", "read", StringComparison.Ordinal) : Tool,
            changed == "system" ? "You help. It is 12:34:56." : "You help.", "What?", changed == "history" ? "No." : "Yes.", changed == "last" ? "Stop." : "Go on.", "More.", "Again.")));
        Assert.Equal((cause, cause != PrefixDrift.None), (second.Sight!.Drift, second.Sight.IsFirstOfItsKind));
        Assert.Equal(changed == "system" ? new VolatileText(1, 0, 0) : null, second.Sight.Volatile);
        second.Sight.Answered(new TokenUsage(10, 0, 5000, 9));
        Assert.Equal(1, node.Prefixes.Misses[cause == PrefixDrift.None ? PrefixDrift.Unknown : cause]);
        Assert.Equal(cause is PrefixDrift.None or PrefixDrift.Idle ? 0 : 1, node.Prefixes.Drifts.Values.Sum());
    }

    [Fact]
    public async Task A_cache_that_holds_what_it_held_is_no_miss()
    {
        using var node = new Node();
        (await node.PrepareAsync(Request(Body("m", Tool, "x", "What?")))).Sight!.Answered(new TokenUsage(10, 0, 5000, 9));
        (await node.PrepareAsync(Request(Body("m", Tool, "x", "What?", "Yes.", "Go.")))).Sight!.Answered(new TokenUsage(10, 5000, 100, 9));
        Assert.Empty(node.Prefixes.Misses);
    }

    [Fact]
    public async Task A_conversation_that_has_our_tool_keeps_it_where_a_request_forces_another()
    {
        using var node = new Node();
        AgentTalk talk = new AgentTalk(WireProtocol.AnthropicMessages).Says("Which failed?");
        talk.Runs(talk.Rows());
        await node.SendAsync(talk);
        talk.Tools += ""","tool_choice":{"type":"tool","name":"search"}""";
        talk.Runs("short");
        Assert.Contains("headroom_retrieve", Encoding.UTF8.GetString((await node.PrepareAsync(talk)).Splice.ToMemory().Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The time is 12:34:56.", 1, 0, 0)]
    [InlineData("Now: 2026-02-03T04:05:06Z", 1, 0, 0)]
    [InlineData("Today is 2026-02-03, version 1.2.3 of 10:30", 0, 0, 0)]
    [InlineData("request 3f2504e0-4f89-11d3-9a0c-0305e82c3301", 0, 1, 0)]
    [InlineData("at 1764131000 or 1764131000123, not 17641310001 or 0764131000", 0, 0, 2)]
    [InlineData("", 0, 0, 0)]
    public void What_changes_with_every_request_is_recognised(string text, int times, int uuids, int epochs) =>
        Assert.Equal(new VolatileText(times, uuids, epochs), VolatileText.In(Encoding.UTF8.GetBytes(text)));

    private static TurnRequest Request(string body) =>
        new(TenantId.Local, new Caller("someone", "talk"), WireProtocol.AnthropicMessages, Encoding.UTF8.GetBytes(body), IsBypassed: false);

    private static string Body(string model, string tools, string system, params string[] said) =>
        $$$"""{"model":"{{{model}}}","max_tokens":9,"system":"{{{system}}}","tools":[{{{tools}}}],"messages":[{{{string.Join(',', said.Select(Message))}}}]}""";

    private static string Message(string text, int i) => $$"""{"role":"{{(i % 2 == 0 ? "user" : "assistant")}}","content":"{{text}}"}""";
}
