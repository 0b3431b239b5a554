using System.Text;
using System.Text.Json.Nodes;
using Headroom.Protocols.Stabilizing;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Tests.Turns;

/// <summary>What is mended for a provider's cache, and that nothing else is.</summary>
public sealed class StabilizedRequests
{
    [Theory]
    [InlineData(WireProtocol.ChatCompletions, """{"model":"m","tools":[{"type":"function","function":{"name":"b","x":1.50}}, {"type":"function","function":{"name":"a"}}],"messages":[{"role":"user","content":"x"}]}""", """[{"type":"function","function":{"name":"a"}},{"type":"function","function":{"name":"b","x":1.50}}]""")]
    [InlineData(WireProtocol.Responses, """{"model":"m","tools":[{"type":"web_search"},{"type":"function","name":"a"}],"input":"x"}""", """[{"type":"function","name":"a"},{"type":"web_search"}]""")]
    public void Tools_come_in_the_order_of_their_names_with_their_bytes(WireProtocol protocol, string body, string tools)
    {
        Assert.Contains(tools, Stabilized(protocol, body), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_order_that_a_client_lists_them_in_the_request_is_the_same()
    {
        string[] tools = [.. Enumerable.Range(0, 5).Select(i => $$$"""{"name":"t{{{i}}}","input_schema":{"type":"object"}}""")];
        string With(IEnumerable<string> list) => Stabilized(WireProtocol.AnthropicMessages, $$"""{"model":"m","max_tokens":1,"tools":[{{string.Join(',', list)}}],"messages":[{"role":"user","content":"x"}]}""");
        Assert.Equal(With(tools), With(tools.Reverse()));
        Assert.Equal(With(tools), With([.. tools[2..], .. tools[..2]]));
    }

    [Fact]
    public void A_conversation_without_a_cache_key_gets_one_and_one_with_a_key_keeps_it()
    {
        const string bare = """ {"model":"m","messages":[{"role":"user","content":"x"}]}""";
        Assert.Equal(""" {"prompt_cache_key":"headroom-abc","model":"m","messages":[{"role":"user","content":"x"}]}""", Stabilized(WireProtocol.ChatCompletions, bare));
        const string keyed = """{"model":"m","prompt_cache_key":"k","messages":[{"role":"user","content":"x"}]}""";
        Assert.Equal(keyed, Stabilized(WireProtocol.ChatCompletions, keyed));
    }

    [Fact]
    public void Four_breakpoints_mark_tools_system_and_the_last_two_of_the_user()
    {
        const string body = """{"model":"m","max_tokens":1,"system":"You \u00e9.","tools":[{"name":"a","input_schema":{}}],"messages":[{"role":"user","content":"one"},{"role":"assistant","content":"two"},{"role":"user","content":[{"type":"text","text":"three"}]},{"role":"assistant","content":"four"},{"role":"user","content":"five"}]}""";
        string mended = Stabilized(WireProtocol.AnthropicMessages, body);
        JsonNode request = JsonNode.Parse(mended)!;
        Assert.Equal(4, mended.Split("\"cache_control\":{\"type\":\"ephemeral\"}").Length - 1);
        Assert.NotNull(request["tools"]![0]!["cache_control"]);
        Assert.NotNull(request["system"]![0]!["cache_control"]);
        Assert.Contains("\"text\":\"You \\u00e9.\"", mended, StringComparison.Ordinal);
        Assert.Equal("one", (string?)request["messages"]![0]!["content"]);
        Assert.NotNull(request["messages"]![2]!["content"]![0]!["cache_control"]);
        Assert.Equal("five", (string?)request["messages"]![4]!["content"]![0]!["text"]);
        Assert.NotNull(request["messages"]![4]!["content"]![0]!["cache_control"]);
    }

    [Theory]
    [InlineData("""{"model":"m","max_tokens":1,"system":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("""{"model":"m","max_tokens":1,"tools":[{"name":"b"},{"name":"a","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("""{"model":"m","max_tokens":1,"system":"","tools":[],"messages":[{"role":"user","content":""}]}""")]
    public void A_client_that_marks_its_cache_itself_and_one_with_nothing_to_mark_are_left_alone(string body) =>
        Assert.Equal(body, Stabilized(WireProtocol.AnthropicMessages, body));

    [Fact]
    public void What_was_said_is_the_same_message_with_and_without_the_marks()
    {
        byte[] body = """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"one"},{"role":"assistant","content":"two"},{"role":"user","content":"three"}]}"""u8.ToArray();
        Assert.True(TurnLocator.TryLocate(WireProtocol.AnthropicMessages, body, out TurnMap? map));
        (_, TurnMap mended) = Stabilizer.Apply(body, map, "abc");
        Assert.Equal(map.Messages.Select(message => Convert.ToHexString(message.Hash.Span)), mended.Messages.Select(message => Convert.ToHexString(message.Hash.Span)));
    }

    private static string Stabilized(WireProtocol protocol, string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(TurnLocator.TryLocate(protocol, bytes, out TurnMap? map));
        return Encoding.UTF8.GetString(Stabilizer.Apply(bytes, map, "abc").Body.Span);
    }
}
