using System.Text;
using System.Text.Json.Nodes;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Retrieval.Streams;

namespace Headroom.Protocols.Tests.Retrieval;

public sealed class WholeAnswers
{
    private static readonly string OwnUse = $$$"""{"type":"tool_use","id":"own_1","name":"headroom_retrieve","input":{"hash":"{{{Hash}}}"}}""";
    private static readonly string OwnCall = ChatCall(null, "own_1", "headroom_retrieve", $$"""{"hash":"{{Hash}}"}""");

    [Fact]
    public void An_answer_without_own_calls_is_left_as_it_is()
    {
        string messages = Messages("""{"type":"text","text":"a\u00e9"}, {"type":"tool_use","id":"c","name":"search","input":{"n":1.0}}""", "tool_use", 1, 2) + " \n";
        Assert.Equal(messages, Client(WireProtocol.AnthropicMessages, false, messages));
        string chat = Chat($$"""{"role":"assistant","content":null,"tool_calls":[{{ChatCall(null, "c", "search", "{}")}}], "x":1.0}""", "tool_calls", 1, 2);
        Assert.Equal(chat, Client(WireProtocol.ChatCompletions, false, chat));
    }

    [Theory]
    [InlineData(WireProtocol.AnthropicMessages, """{"type":"error","error":{}}""")]
    [InlineData(WireProtocol.AnthropicMessages, """{"type":"message","content":"x"}""")]
    [InlineData(WireProtocol.AnthropicMessages, "<html>")]
    [InlineData(WireProtocol.ChatCompletions, """{"error":{}}""")]
    [InlineData(WireProtocol.ChatCompletions, """{"choices":[]}""")]
    [InlineData(WireProtocol.ChatCompletions, """{"choices":[{"message":{}},{"message":{}}]}""")]
    [InlineData(WireProtocol.ChatCompletions, "")]
    public void What_is_no_single_answer_is_not_read(WireProtocol protocol, string body) => Assert.Null(WireFormat.Of(protocol).ReadAnswer(Property.Utf8(body)));

    [Fact]
    public void Usage_is_read_of_an_answer_with_several_choices_and_of_none_that_names_none()
    {
        WireFormat chat = WireFormat.Of(WireProtocol.ChatCompletions);
        TokenUsage usage = chat.ReadUsage("{\"choices\":[{\"message\":{}},{\"message\":{}}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3}}"u8.ToArray());
        Assert.Equal((12, 3), (usage.Input, usage.Output));
        Assert.Equal(TokenUsage.Unknown, chat.ReadUsage("{\"choices\":[]}"u8.ToArray()));
        Assert.Equal(TokenUsage.Unknown, chat.ReadUsage("{\"usage\":"u8.ToArray()));
    }

    [Fact]
    public void Own_and_client_calls_are_told_apart_in_every_order()
    {
        foreach (string order in (string[])["oc", "co", "coc", "oco", "ooc"])
        {
            string parts = string.Join(',', order.Select((kind, i) => kind == 'o' ? OwnUse : $$$"""{"type":"tool_use","id":"call_{{{i}}}","name":"search","input":{}}"""));
            string calls = string.Join(',', order.Select((kind, i) => kind == 'o' ? OwnCall : ChatCall(null, $"call_{i}", "search", "{}")));
            string[] clientIds = [.. order.Index().Where(call => call.Item == 'c').Select(call => $"call_{call.Index}")];
            foreach ((WireProtocol protocol, string body) in ((WireProtocol, string)[])
                [(WireProtocol.AnthropicMessages, Messages(parts, "tool_use", 1, 2)), (WireProtocol.ChatCompletions, Chat($$"""{"role":"assistant","content":"t","tool_calls":[{{calls}}]}""", "tool_calls", 1, 2))])
            {
                AssistantRound round = WireFormat.Of(protocol).ReadAnswer(Property.Utf8(body))!.Round;
                Assert.Equal(clientIds, round.ClientCallIds);
                Assert.Equal(order.Length - clientIds.Length, round.OwnCalls.Count);
                Assert.All(round.OwnCalls, call => Assert.Equal(Hash, call.ReadArguments().Hash));
                int next = order.IndexOf('c', order.IndexOf('o'));
                Assert.Equal(next < 0 ? null : $"call_{next}", round.OwnCalls[0].NextClientCallId);
                string client = Client(protocol, true, body);
                AssertNothingOfOurs(client);
                Assert.All(clientIds, id => Assert.Contains(id, client));
                Assert.Contains(protocol == WireProtocol.AnthropicMessages ? "\"tool_use\"" : "\"tool_calls\"", Reason(protocol, client));
            }
        }
    }

    [Fact]
    public void A_continued_answer_of_messages_reads_as_one()
    {
        string client = Client(
            WireProtocol.AnthropicMessages, false,
            Messages($$"""{"type":"thinking","thinking":"h","signature":"s"},{"type":"text","text":"one"},{{OwnUse}}""", "tool_use", 100, 20),
            Messages(OwnUse, "tool_use", 200, 30), Messages("""{"type":"text","text":"two"}""", "end_turn", 300, 40));
        AssertNothingOfOurs(client);
        JsonNode answer = JsonNode.Parse(client)!;
        Assert.Equal(["thinking", "text", "text"], answer["content"]!.AsArray().Select(part => (string)part!["type"]!));
        Assert.Equal((300, 90, "end_turn"), ((int)answer["usage"]!["input_tokens"]!, (int)answer["usage"]!["output_tokens"]!, (string?)answer["stop_reason"]));
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":"two"}""", "one two")]
    [InlineData("""{"role":"assistant","content":null}""", "one ")]
    [InlineData("""{"role":"assistant"}""", "one ")]
    [InlineData("{}", "one ")]
    public void A_continued_chat_answer_reads_as_one(string last, string text)
    {
        string client = Client(
            WireProtocol.ChatCompletions, false,
            Chat($$"""{"role":"assistant","content":"one ","tool_calls":[{{OwnCall}}]}""", "tool_calls", 100, 20), Chat(last, "stop", 200, 30));
        AssertNothingOfOurs(client);
        JsonNode answer = JsonNode.Parse(client)!;
        Assert.Equal(text, (string?)answer["choices"]![0]!["message"]!["content"]);
        JsonNode usage = answer["usage"]!;
        Assert.Equal((200, 50, 250), ((int)usage["prompt_tokens"]!, (int)usage["completion_tokens"]!, (int)usage["total_tokens"]!));
    }

    [Fact]
    public void An_empty_text_of_messages_is_not_sent_back_since_the_provider_refuses_it()
    {
        BufferedAnswer answer = WireFormat.Of(WireProtocol.AnthropicMessages).ReadAnswer(Property.Utf8(
            """{"type":"message","content":[{"type":"text","text":""},{"type":"tool_use","id":"o","name":"headroom_retrieve","input":{}}],"stop_reason":"tool_use"}"""))!;
        Assert.Equal(
            """{"role":"assistant","content":[{"type":"tool_use","id":"o","name":"headroom_retrieve","input":{}}]}""",
            System.Text.Encoding.UTF8.GetString(answer.Round.Message.Span));
        Assert.Equal(new VisiblePart(""), Assert.Single(answer.Round.Visible));
    }

    [Fact]
    public void Own_calls_that_are_dropped_are_no_reason_to_stop()
    {
        string messages = Client(WireProtocol.AnthropicMessages, true, Messages(OwnUse, "tool_use", 1, 2));
        Assert.Equal("\"end_turn\"", Reason(WireProtocol.AnthropicMessages, messages));
        Assert.Empty(JsonNode.Parse(messages)!["content"]!.AsArray());
        foreach (string message in (string[])[$$"""{"tool_calls":[{{OwnCall}}],"role":"assistant","content":null}""", $$"""{"role":"assistant","content":null,"tool_calls":[{{OwnCall}}]}"""])
        {
            string chat = Client(WireProtocol.ChatCompletions, true, Chat(message, "tool_calls", 1, 2));
            Assert.Equal("\"stop\"", Reason(WireProtocol.ChatCompletions, chat));
            Assert.Null(JsonNode.Parse(chat)!["choices"]![0]!["message"]!["tool_calls"]);
        }
    }

    [Fact]
    public void The_round_holds_the_message_verbatim()
    {
        string parts = $$"""{"type":"thinking","thinking":"h","signature":"c2ln"}, {"type":"text","text":"a\u00e9"},{{OwnUse}}""";
        AssistantRound round = WireFormat.Of(WireProtocol.AnthropicMessages).ReadAnswer(Property.Utf8(Messages(parts, "tool_use", 1, 2)))!.Round;
        Assert.Equal($$"""{"role":"assistant","content":[{{parts}}]}""", Encoding.UTF8.GetString(round.Message.Span));
        Assert.Equal([null, "aé"], round.Visible.Select(part => part.Text));
        string message = $$"""{"role":"assistant","content":"a\u00e9","refusal":null,"annotations":[],"reasoning_content":"r","tool_calls":[{{OwnCall}}]}""";
        round = WireFormat.Of(WireProtocol.ChatCompletions).ReadAnswer(Property.Utf8(Chat(message, "tool_calls", 1, 2)))!.Round;
        Assert.Equal(message.Replace("\"refusal\":null,\"annotations\":[],", ""), Encoding.UTF8.GetString(round.Message.Span));
    }

    [Fact]
    public void A_chat_call_cut_inside_its_arguments_is_incomplete()
    {
        string call = ChatCall(null, "own_1", "headroom_retrieve", "{\"hash\":\"01");
        Assert.False(WireFormat.Of(WireProtocol.ChatCompletions).ReadAnswer(Property.Utf8(Chat($$"""{"role":"assistant","content":null,"tool_calls":[{{call}}]}""", "length", 1, 2)))!.Round.IsComplete);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"hash\":5,\"query\":[{}]}")]
    [InlineData("{\"\\ud800ash\":1,\"hash\":\"\\ud800\"}")]
    [InlineData("{\"hash\":\"0")]
    [InlineData("")]
    public void Arguments_that_make_no_sense_read_as_missing(string arguments) =>
        Assert.Equal(new RetrieveArguments(null, null, null), new OwnCall("id", default, Property.Utf8(arguments), null).ReadArguments());

    private static string Client(WireProtocol protocol, bool ownCallsDropped, params string[] bodies)
    {
        BufferedAnswer[] answers = [.. bodies.Select(body => WireFormat.Of(protocol).ReadAnswer(Property.Utf8(body))!)];
        return Encoding.UTF8.GetString(answers[^1].ToClient(answers[..^1], ownCallsDropped).Span);
    }

    private static string Reason(WireProtocol protocol, string client) => protocol == WireProtocol.AnthropicMessages
        ? JsonNode.Parse(client)!["stop_reason"]!.ToJsonString() : JsonNode.Parse(client)!["choices"]![0]!["finish_reason"]!.ToJsonString();

    private static string Messages(string parts, string reason, int input, int output) =>
        $$$"""{"id":"msg","type":"message","role":"assistant","content":[{{{parts}}}],"stop_reason":"{{{reason}}}","usage":{"input_tokens":{{{input}}},"output_tokens":{{{output}}}}}""";

    private static string Chat(string message, string reason, int prompt, int completion) =>
        $$$"""{"id":"chat","choices":[{"index":0,"message":{{{message}}},"finish_reason":"{{{reason}}}"}],"usage":{"prompt_tokens":{{{prompt}}},"completion_tokens":{{{completion}}},"total_tokens":{{{prompt + completion}}}}}""";
}
