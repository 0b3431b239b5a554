using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Turns.Locating;

namespace Headroom.Protocols.Tests.Turns;

public sealed class MessageHashes
{
    private const string Mark = "\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}";

    public static TheoryData<WireProtocol> Protocols { get; } = [WireProtocol.AnthropicMessages, WireProtocol.ChatCompletions];

    [Theory]
    [InlineData("""{"role":"user","content":[{§"type":"text"§,"text":"a"§},{"type":"text","text":"b"}]}""")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"a"},{§"type":"text"§,"text":"b"§}],"x":1}""")]
    [InlineData("{\n \"role\": \"user\",\n \"content\": [\n {\n §\"type\": \"text\"§,\n \"text\": \"a\"§\n },\n {\"type\": \"image\"}\n ]\n}")]
    public void Cache_control_on_a_text_part_does_not_count_wherever_it_stands(string template) => EqualAtEveryPlace(template, [WireProtocol.AnthropicMessages, WireProtocol.ChatCompletions]);

    [Theory]
    [InlineData("""{"role":"user","content":[{§"type":"tool_result"§,"tool_use_id":"c","content":"r"§}]}""")]
    [InlineData("""{"role":"user","content":[{"type":"tool_result","content":[{§"type":"text"§,"text":"a"§},{§"type":"image"§}]§,"tool_use_id":"c"§}]}""")]
    [InlineData("""{"role":"assistant","content":[{§"type":"tool_use"§,"id":"c","name":"n","input":{"a":1}§}]}""")]
    [InlineData("""{"role":"user","content":[{§"type":"document"§,"source":{}§}]}""")]
    public void Cache_control_on_other_parts_does_not_count_wherever_it_stands(string template) => EqualAtEveryPlace(template, [WireProtocol.AnthropicMessages]);

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_string_is_the_same_message_as_one_text_part_however_that_is_written(WireProtocol protocol)
    {
        string expected = Hash(protocol, """{"role":"user","content":"a \"quoted\" \u20ac"}""");
        foreach (string part in (string[])
            [
                """{"type":"text","text":"a \"quoted\" \u20ac"}""",
                """{"type":"text","text":"a \"quoted\" \u20ac","cache_control":{"type":"ephemeral"}}""",
                """{"cache_control":{},"text":"a \"quoted\" \u20ac","type":"text"}""",
                """ { "type" : "text" , "text" : "a \"quoted\" \u20ac" } """,
            ])
        {
            Assert.Equal(expected, Hash(protocol, $$"""{"role":"user","content":[{{part}}]}"""));
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Anything_else_makes_another_message(WireProtocol protocol)
    {
        string[] messages =
        [
            """{"role":"user","content":"a"}""",
            """{"role":"user","content":"b"}""",
            """{"role":"assistant","content":"a"}""",
            """{"role":"user","content":"a","name":"n"}""",
            """{"role":"user","content":"[{\"type\":\"text\",\"text\":\"a\"}]"}""",
            """{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":""}]}""",
            """{"role":"user","content":[{"type":"text","text":"a","citations":null}]}""",
            """{"role":"user","content":[{"type":"texts","text":"a"}]}""",
            """{"role":"user","content":["a"]}""",
            """{"role":"user","content":[]}""",
            """{"role":"user","content":null}""",
            """{"role":"user","content":[{"type":"text","text":"a","cache_controls":{}}]}""",
            """{"role":"user","content":[{"type":"text","text":"b"}],"cache":"a"}""",
        ];
        Assert.Equal(messages.Length, messages.Select(message => Hash(protocol, message)).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Cache_control_given_twice_is_survived(WireProtocol protocol) =>
        Assert.Equal(64, Hash(protocol, """{"role":"user","content":[{"cache_control":{},"cache_control":{} , "cache_control":{}},{"type":"text","cache_control":1,"cache_control":2,"text":"a"}]}""").Length);

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Where_a_message_stands_does_not_count(WireProtocol protocol)
    {
        const string message = """{"role":"user","content":[{"type":"text","text":"a","cache_control":{}}]}""";
        TurnMap map = Map(protocol, $$"""{"messages":[{{message}}, {"role":"assistant","content":"x"},{{message}}]}""");
        Assert.True(map.Messages[0].Hash.Span.SequenceEqual(map.Messages[2].Hash.Span));
    }

    /// <summary>Each § is a place where the mark may stand as a member of its own.</summary>
    private static void EqualAtEveryPlace(string template, WireProtocol[] protocols)
    {
        string[] pieces = template.Split('§');
        foreach (WireProtocol protocol in protocols)
        {
            string expected = Hash(protocol, string.Concat(pieces));
            for (int i = 1; i < pieces.Length; i++)
            {
                bool isFirst = pieces[i].StartsWith('"');
                string marked = string.Concat(pieces[..i]) + (isFirst ? Mark + ", " : ", " + Mark) + string.Concat(pieces[i..]);
                Assert.Equal(expected, Hash(protocol, marked));
            }
        }
    }
}
