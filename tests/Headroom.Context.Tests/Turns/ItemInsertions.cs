using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Retrieval;
using Headroom.Context.Turns;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;
using static Headroom.Context.Tests.Turns.ItemTalk;

namespace Headroom.Context.Tests.Turns;

/// <summary>Retrieval rounds in a history of items: they go back between the client's items, which stay as they are.</summary>
public sealed class ItemInsertions : IDisposable
{
    private static readonly string[] Asked = [Says("Which failed?"), Call("c1"), Output("c1", new AgentTalk(WireProtocol.ChatCompletions).Rows())];

    private readonly Node _node = new();
    private string _hash = "";

    public void Dispose() => _node.Dispose();

    [Theory]
    [InlineData("verbatim")]
    [InlineData("without ids")]
    [InlineData("without reasoning")]
    [InlineData("text as string")]
    public async Task Own_rounds_come_back_however_the_client_keeps_the_answer(string form)
    {
        await AnswerAsync(
            new ItemTalk(Asked), Answer("r1", Reasoning("rs1"), Text("m1", "I look. "), Own("own1", "HASH")), Answer("r2", Own("own2", "HASH")),
            Answer("r3", Reasoning("rs3"), Text("m3", "Item 7 failed.")));
        string[] kept = [Reasoning("rs1"), Text("m1", "I look. "), Reasoning("rs3"), Text("m3", "Item 7 failed.")];
        kept = form switch
        {
            "without ids" => [.. kept.Select(WithoutIds)],
            "without reasoning" => [kept[1], kept[3]],
            "text as string" => ["""{"role":"assistant","content":"I look. "}""", """{"role":"assistant","content":"Item 7 failed."}"""],
            _ => kept,
        };
        string[] sent = await RebuiltAsync(new ItemTalk([.. Asked, .. kept, Says("Thanks")]));
        Assert.Equal(kept, sent.Skip(Asked.Length).Where(item => !item.Contains("own") && !item.Contains("Thanks")));
        int first = Array.FindIndex(sent, item => item.Contains("\"own1\"")), text = Array.FindIndex(sent, item => item.Contains("I look. "));
        Assert.Equal(text + 1, first);
        Assert.Equal(["own1", "own1", "own2", "own2"], sent.Skip(first).Take(4).Select(item => (string)JsonNode.Parse(item)!["call_id"]!));
        Assert.Equal(2, sent.Count(item => item.Contains("item 7") && item.Contains("own")));
    }

    [Fact]
    public async Task Own_rounds_come_back_where_the_client_only_names_what_upstream_keeps()
    {
        var stored = new ItemTalk(Asked) { Head = "\"store\":true" };
        await AnswerAsync(stored, Answer("r1", Reasoning("rs1"), Text("m1", "I look."), Own("own1", "HASH")), Answer("r2", Text("m2", "Item 7.")));
        string[] kept = [Reference("rs1"), Reference("m1"), Reference("m2")];
        string[] sent = await RebuiltAsync(stored with { Items = [.. Asked, .. kept, Says("Thanks")] });
        Assert.Equal(["rs1", "m1", "fc_own1", null, "m2"], sent.Skip(Asked.Length).Take(5).Select(item => (string?)JsonNode.Parse(item)!["id"]));
    }

    [Theory]
    [InlineData("oc")]
    [InlineData("co")]
    [InlineData("tococ")]
    public async Task Own_calls_beside_the_clients_come_back_at_their_places(string order)
    {
        string[] items = [.. order.Select((kind, i) => kind switch { 'o' => Own($"own{i}", "HASH"), 'c' => Call($"mine{i}"), _ => Text("m", "Both.") })];
        await AnswerAsync(new ItemTalk(Asked), Answer("r1", items));
        string[] kept = [.. items.Where(item => !item.Contains("own"))];
        string[] outputs = [.. order.Index().Where(c => c.Item == 'c').Select(c => Output($"mine{c.Index}", "done"))];
        string[] sent = await RebuiltAsync(new ItemTalk([.. Asked, .. kept, .. outputs]));
        Assert.Equal(items.Select(item => item.Replace("HASH", _hash)), sent.Skip(Asked.Length).Take(items.Length));
        Assert.Equal(
            [.. order.Index().Where(c => c.Item == 'o').Select(c => $"own{c.Index}"), .. order.Index().Where(c => c.Item == 'c').Select(c => $"mine{c.Index}")],
            sent.Skip(Asked.Length + items.Length).Select(item => (string)JsonNode.Parse(item)!["call_id"]!));
        Assert.Equal(outputs, sent.TakeLast(outputs.Length));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("order")]
    public async Task An_altered_answer_leaves_the_rounds_out_whole_and_is_counted(string alteration)
    {
        await AnswerAsync(new ItemTalk(Asked), Answer("r1", Text("m1", "One."), Own("own1", "HASH")), Answer("r2", Text("m2", "Two."), Call("mine")));
        string[] kept = alteration == "text" ? [Text("m1", "Changed."), Text("m2", "Two."), Call("mine")] : [Call("mine"), Text("m1", "One."), Text("m2", "Two.")];
        string[] items = [.. Asked, .. kept, Output("mine", "done")];
        Assert.Equal(items.Skip(Asked.Length), ItemsOf((await SendAsync(new ItemTalk(items))).Splice.ToMemory()).Skip(Asked.Length));
        Assert.Equal(1, _node.Counters.AlteredAnchors);
    }

    [Fact]
    public async Task Where_thoughts_do_not_come_back_our_tool_is_not_offered_and_nothing_is_left_out()
    {
        var talk = new ItemTalk(Asked) { Head = "\"store\":false" };
        PreparedTurn turn = await SendAsync(talk);
        string body = Encoding.UTF8.GetString(turn.Splice.ToMemory().Span);
        Assert.False(turn.OffersRetrieval);
        Assert.DoesNotContain("headroom_retrieve", body);
        Assert.True((await SendAsync(talk, keepsConnection: true)).OffersRetrieval);
    }

    [Fact]
    public async Task An_answer_of_somebody_else_leads_nowhere()
    {
        var stored = new ItemTalk(Asked) { Head = "\"store\":true" };
        await AnswerAsync(stored, Answer("r1", Text("m1", "One."), Own("own1", "HASH")), Answer("r2", Text("m2", "Two.")));
        var next = new ItemTalk(Says("More?")) { Head = "\"previous_response_id\":\"r1\"" };
        string PreviousOf(PreparedTurn turn) => (string)JsonNode.Parse(turn.Splice.ToMemory().Span)!["previous_response_id"]!;
        Assert.Equal("r2", PreviousOf(await SendAsync(next)));
        Assert.Equal("r1", PreviousOf(await SendAsync(next, principal: "somebody else")));
        _node.Restart();
        Assert.Equal("r2", PreviousOf(await SendAsync(next)));
        _node.Ledger.IsDown = true;
        Assert.Equal("r1", PreviousOf(await SendAsync(next)));
    }

    [Fact]
    public async Task With_nothing_to_compress_and_no_tools_a_request_goes_as_it_came()
    {
        var talk = new ItemTalk(Says("Hi"), Text("m", "Hello."), """{"type":"compaction","encrypted_content":"gA"}""") { Tools = "[]" };
        Assert.Equal(talk.Body, (await SendAsync(talk)).Splice.ToMemory().ToArray());
    }

    private static string WithoutIds(string item)
    {
        JsonObject kept = JsonNode.Parse(item)!.AsObject();
        kept.Remove("id");
        kept.Remove("status");
        return kept.ToJsonString();
    }

    private static string Reference(string id) => $$"""{"type":"item_reference","id":"{{id}}"}""";

    private Task<PreparedTurn> SendAsync(ItemTalk talk, bool keepsConnection = false, string principal = "someone") => _node.PrepareAsync(
        new TurnRequest(TenantId.Local, new Caller(principal, null), WireProtocol.Responses, talk.Body, false, keepsConnection));

    /// <summary>Answers a turn as upstream would, round by round.</summary>
    private async Task AnswerAsync(ItemTalk talk, params string[] answers)
    {
        PreparedTurn turn = await SendAsync(talk);
        string body = Encoding.UTF8.GetString(turn.Splice.ToMemory().Span);
        _hash = Regex.Match(body, "hash=([0-9a-f]{24})").Groups[1].Value;
        var rounds = new RetrievalRounds(_node.Retrieval, TenantId.Local, turn);
        AssistantRound[] all = [.. answers.Select(answer => WireFormat.Of(WireProtocol.Responses).ReadAnswer(Encoding.UTF8.GetBytes(answer.Replace("HASH", _hash)))!.Round)];
        foreach (AssistantRound round in all[..^1])
        {
            Assert.True(rounds.CanContinue(round));
            string[] continued = ItemsOf(BodySplice.Join(await rounds.ContinueAsync(round, 1, default)));
            Assert.Contains("item 7", continued[^1]);
        }

        Assert.False(rounds.CanContinue(all[^1]));
        await rounds.CloseAsync(all[^1], default);
    }

    /// <summary>What goes upstream, the same before and after a restart.</summary>
    private async Task<string[]> RebuiltAsync(ItemTalk talk)
    {
        byte[] sent = (await SendAsync(talk)).Splice.ToMemory().ToArray();
        _node.Restart();
        Assert.Equal(sent, (await SendAsync(talk)).Splice.ToMemory().ToArray());
        Assert.Equal(0, _node.Counters.AlteredAnchors);
        return ItemsOf(sent);
    }
}
