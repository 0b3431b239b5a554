using System.Text;
using System.Text.Json.Nodes;
using Headroom.Context.Keys;
using Headroom.Context.Retrieval;
using Headroom.Context.Sessions;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;

namespace Headroom.Context.Tests.Turns;

public sealed class Insertions : IDisposable
{
    private const string Thinking = """{"type":"thinking","thinking":"hm","signature":"c2ln"}""";

    private readonly Node _node = new();
    private string _hash = "";

    public void Dispose() => _node.Dispose();

    [Theory]
    [InlineData("", "The answer.")]
    [InlineData("I look. ", "The answer.")]
    public async Task Own_rounds_of_chat_come_back_as_upstream_saw_them(string said, string answer)
    {
        AgentTalk talk = Start(WireProtocol.ChatCompletions);
        IReadOnlyList<string> continued = await AnswerAsync(talk, Chat(said, Own(0)), Chat("Once more. ", Own(1)), Chat(answer));
        talk.Adds($$"""{"role":"assistant","content":{{AgentTalk.Quoted(said + "Once more. " + answer)}}}""").Says("Thanks");
        await AssertRebuiltAsync(talk, [.. continued, $$"""{"role":"assistant","content":{{AgentTalk.Quoted(answer)}}}""", talk.Messages[^1]]);
    }

    [Theory]
    [InlineData("parts")]
    [InlineData("no thinking")]
    [InlineData("one string")]
    [InlineData("one part")]
    public async Task Own_rounds_of_messages_come_back_however_the_client_keeps_the_answer(string form)
    {
        AgentTalk talk = Start(WireProtocol.AnthropicMessages);
        IReadOnlyList<string> continued = await AnswerAsync(
            talk, Messages(Thinking, Text("I \"look\". "), OwnUse(0)), Messages(Thinking, OwnUse(1)), Messages(Text("The answer.")));
        (string kept, string rest) = form switch
        {
            "parts" => ($"[{Thinking},{Text("I \"look\". ")},{Thinking},{Text("The answer.")}]", $"[{Text("The answer.")}]"),
            "no thinking" => ($"[{Text("I \"look\". ")}, {Text("The answer.")}]", $"[{Text("The answer.")}]"),
            "one string" => (AgentTalk.Quoted("I \"look\". The answer."), AgentTalk.Quoted("The answer.")),
            _ => ($"[{Text("I \"look\". The answer.")}]", $"[{Text("The answer.")}]"),
        };
        talk.Adds($$"""{"role":"assistant","content":{{kept}}}""").Says("Thanks");
        await AssertRebuiltAsync(talk, [.. continued, $$"""{"role":"assistant","content":{{rest}}}""", talk.Messages[^1]]);
    }

    [Fact]
    public async Task An_own_round_without_text_comes_back()
    {
        AgentTalk talk = Start(WireProtocol.AnthropicMessages);
        IReadOnlyList<string> continued = await AnswerAsync(talk, Messages(OwnUse(0)), Messages(Thinking, Text("The answer.")));
        string kept = $$"""{"role":"assistant","content":[{{Thinking}},{{Text("The answer.")}}]}""";
        talk.Adds(kept).Says("Thanks");
        await AssertRebuiltAsync(talk, [.. continued, kept, talk.Messages[^1]]);
    }

    [Theory]
    [InlineData("oc")]
    [InlineData("co")]
    [InlineData("coc")]
    [InlineData("oco")]
    public async Task Own_calls_beside_the_clients_come_back_at_their_places_in_messages(string order)
    {
        AgentTalk talk = Start(WireProtocol.AnthropicMessages);
        string[] parts = [Text("I look."), .. order.Select((kind, i) => kind == 'o' ? OwnUse(i) : Use(i))];
        await AnswerAsync(talk, Messages(parts));
        string results = string.Join(',', order.Index().Where(c => c.Item == 'c').Select(c => Result(c.Index, "done")));
        talk.Adds($$"""{"role":"assistant","content":[{{string.Join(',', parts.Where(part => !part.Contains("own_")))}}]}""").Adds($$"""{"role":"user","content":[{{results}}]}""");
        Sent sent = await RebuiltAsync(talk);
        Assert.Equal($$"""{"role":"assistant","content":[{{string.Join(',', parts)}}]}""".Replace("HASH", _hash), sent.Messages[^2]);
        JsonArray content = JsonNode.Parse(sent.Messages[^1])!["content"]!.AsArray();
        Assert.Equal(order.Index().Select(c => c.Item == 'o' ? $"own_{c.Index}" : $"mine_{c.Index}").Order(), content.Select(part => (string)part!["tool_use_id"]!).Order());
        Assert.All(content.Where(part => ((string)part!["tool_use_id"]!).StartsWith("own")), part => Assert.Contains("item 7", (string)part!["content"]!));
    }

    [Theory]
    [InlineData("oc")]
    [InlineData("co")]
    [InlineData("coc")]
    public async Task Own_calls_beside_the_clients_come_back_at_their_places_in_chat(string order)
    {
        AgentTalk talk = Start(WireProtocol.ChatCompletions);
        string[] calls = [.. order.Select((kind, i) => kind == 'o' ? Own(i) : ClientCall(i))];
        IReadOnlyList<string> continued = await AnswerAsync(talk, Chat("First. ", Own(7)), Chat("I look.", calls));
        talk.Adds($$"""{"role":"assistant","content":"First. I look.","tool_calls":[{{string.Join(',', calls.Where(call => !call.Contains("own_")))}}]}""");
        foreach (int call in order.Index().Where(c => c.Item == 'c').Select(c => c.Index))
        {
            talk.Adds($$"""{"role":"tool","tool_call_id":"mine_{{call}}","content":"done"}""");
        }

        string[] kept = [.. talk.Messages];
        Sent sent = await RebuiltAsync(talk);
        int clients = order.Count(kind => kind == 'c');
        Assert.Equal(continued, sent.Messages.Take(continued.Count));
        Assert.Equal($$"""{"role":"assistant","content":"I look.","tool_calls":[{{string.Join(',', calls)}}]}""".Replace("HASH", _hash), sent.Messages[continued.Count]);
        Assert.Equal($"own_{order.IndexOf('o')}", (string?)JsonNode.Parse(sent.Messages[continued.Count + 1])!["tool_call_id"]);
        Assert.Equal(kept.TakeLast(clients), sent.Messages.TakeLast(clients));
        Assert.Equal(continued.Count + 2 + clients, sent.Messages.Count);
    }

    [Fact]
    public async Task An_altered_message_leaves_the_round_out_whole_and_is_counted()
    {
        AgentTalk talk = Start(WireProtocol.AnthropicMessages);
        await AnswerAsync(talk, Messages(Text("One. "), OwnUse(0)), Messages(Text("Two."), Use(1)));
        talk.Adds($$"""{"role":"assistant","content":[{{Text("Changed. ")}},{{Use(1)}}]}""").Adds($$"""{"role":"user","content":[{{Result(1, "done")}}]}""");
        Sent sent = await _node.SendAsync(talk);
        Assert.Equal(talk.Messages.TakeLast(2), sent.Messages.TakeLast(2));
        Assert.Equal(talk.Messages.Count, sent.Messages.Count);
        Assert.Equal(1, _node.Counters.AlteredAnchors);
    }

    [Theory]
    [InlineData(WireProtocol.AnthropicMessages)]
    [InlineData(WireProtocol.ChatCompletions)]
    public async Task An_altered_text_leaves_the_round_out_whole_and_is_counted(WireProtocol protocol)
    {
        AgentTalk talk = Start(protocol);
        await AnswerAsync(talk, protocol == WireProtocol.AnthropicMessages ? [Messages(OwnUse(0)), Messages(Text("Two."))] : [Chat("", Own(0)), Chat("Two.")]);
        talk.Adds("""{"role":"assistant","content":"Changed."}""").Says("Thanks");
        Sent sent = await _node.SendAsync(talk);
        Assert.Equal(talk.Messages.TakeLast(2), sent.Messages.TakeLast(2));
        Assert.Equal((talk.Messages.Count, 1L), (sent.Messages.Count, _node.Counters.AlteredAnchors));
    }

    [Fact]
    public async Task An_empty_text_that_the_client_drops_is_no_alteration()
    {
        AgentTalk talk = Start(WireProtocol.AnthropicMessages);
        IReadOnlyList<string> continued = await AnswerAsync(talk, Messages(Text(""), OwnUse(0)), Messages(Use(1)));
        talk.Adds($$"""{"role":"assistant","content":[{{Use(1)}}]}""").Adds($$"""{"role":"user","content":[{{Result(1, "done")}}]}""");
        await AssertRebuiltAsync(talk, [.. continued, .. talk.Messages.TakeLast(2)]);
    }

    [Fact]
    public async Task A_client_call_that_is_gone_leaves_the_round_out_whole_and_is_counted()
    {
        AgentTalk talk = Start(WireProtocol.AnthropicMessages);
        await AnswerAsync(talk, Messages(Use(0), OwnUse(1), Use(2)));
        talk.Adds($$"""{"role":"assistant","content":[{{Use(0)}}]}""").Adds($$"""{"role":"user","content":[{{Result(0, "done")}}]}""");
        Sent sent = await _node.SendAsync(talk);
        Assert.Equal(talk.Messages.TakeLast(2), sent.Messages.TakeLast(2));
        Assert.Equal(1, _node.Counters.AlteredAnchors);
    }

    [Fact]
    public async Task Results_without_a_place_leave_the_round_out_whole_and_are_counted()
    {
        AgentTalk talk = Start(WireProtocol.AnthropicMessages);
        await AnswerAsync(talk, Messages(OwnUse(0), Use(1)));
        talk.Adds($$"""{"role":"assistant","content":[{{Use(1)}}]}""").Says("never mind");
        Sent sent = await _node.SendAsync(talk);
        Assert.DoesNotContain("own_0", sent.Body);
        Assert.Equal(1, _node.Counters.AlteredAnchors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_round_that_could_not_be_kept_is_counted_and_breaks_nothing_off(bool isLedger)
    {
        Sent sent = await _node.SendAsync(Start(WireProtocol.AnthropicMessages));
        (_node.Ledger.IsDown, _node.RefusesCommits) = (isLedger, !isLedger);
        Assert.False(await sent.Turn.Session!.InsertAsync(new Insertion("call:c", [], default, []), default));
        Assert.Equal(1, _node.Counters.InsertionFailures);
    }

    private static AgentTalk Start(WireProtocol protocol)
    {
        AgentTalk talk = new AgentTalk(protocol).Says("Which failed?");
        return talk.Runs(talk.Rows());
    }

    private static string Text(string text) => $$"""{"type":"text","text":{{AgentTalk.Quoted(text)}}}""";

    private static string OwnUse(int id) => $$$"""{"type":"tool_use","id":"own_{{{id}}}","name":"headroom_retrieve","input":{"hash":"HASH"}}""";

    private static string Use(int id) => $$$"""{"type":"tool_use","id":"mine_{{{id}}}","name":"search","input":{}}""";

    private static string Result(int id, string text) => $$"""{"type":"tool_result","tool_use_id":"mine_{{id}}","content":"{{text}}"}""";

    private static string Own(int id) => $$$"""{"id":"own_{{{id}}}","type":"function","function":{"name":"headroom_retrieve","arguments":"{\"hash\":\"HASH\"}"}}""";

    private static string ClientCall(int id) => $$$"""{"id":"mine_{{{id}}}","type":"function","function":{"name":"search","arguments":"{}"}}""";

    private static string Messages(params string[] parts) => $$"""{"type":"message","role":"assistant","content":[{{string.Join(',', parts)}}],"stop_reason":"tool_use"}""";

    private static string Chat(string text, params string[] calls) =>
        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":" + (text.Length == 0 ? "null" : AgentTalk.Quoted(text))
        + (calls.Length == 0 ? "" : $",\"tool_calls\":[{string.Join(',', calls)}]") + "}}]}";

    /// <summary>Answers a turn as upstream would, round by round; gives the messages of the last continuation.</summary>
    private async Task<IReadOnlyList<string>> AnswerAsync(AgentTalk talk, params string[] answers)
    {
        Sent sent = await _node.SendAsync(talk);
        string hash = sent.Body[(sent.Body.IndexOf("hash=", StringComparison.Ordinal) + 5)..][..24];
        var rounds = new RetrievalRounds(_node.Retrieval, TenantId.Local, sent.Turn);
        IReadOnlyList<string> continued = sent.Messages;
        AssistantRound[] all = [.. answers.Select(answer => WireFormat.Of(talk.Protocol).ReadAnswer(Encoding.UTF8.GetBytes(answer.Replace("HASH", hash)))!.Round)];
        foreach (AssistantRound round in all[..^1])
        {
            Assert.True(rounds.CanContinue(round));
            string body = Encoding.UTF8.GetString(BodySplice.Join(await rounds.ContinueAsync(round, 100, default)).Span);
            continued = Sent.MessagesOf(talk.Protocol, body);
            Assert.Contains("item 7", continued[^1]);
        }

        Assert.False(rounds.CanContinue(all[^1]));
        Insertion? insertion = await rounds.FinishAsync(all[^1], default);
        Assert.True(await sent.Turn.Session!.InsertAsync(insertion!, default));
        _hash = hash;
        return continued;
    }

    private async Task AssertRebuiltAsync(AgentTalk talk, string[] expected) => Assert.Equal(expected, (await RebuiltAsync(talk)).Messages);

    /// <summary>What goes upstream, the same before and after a restart and on a later turn.</summary>
    private async Task<Sent> RebuiltAsync(AgentTalk talk)
    {
        Sent sent = await _node.SendAsync(talk);
        _node.Restart();
        Sent again = await _node.SendAsync(talk);
        Assert.Equal(sent.Body, again.Body);
        sent.AssertIsPrefixOf(await _node.SendAsync(talk.Adds("""{"role":"assistant","content":"ok"}""").Says("More?")));
        Assert.Equal(0, _node.Counters.AlteredAnchors);
        return sent;
    }
}
