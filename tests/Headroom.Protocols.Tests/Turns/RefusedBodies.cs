using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Turns.Locating;

namespace Headroom.Protocols.Tests.Turns;

public sealed class RefusedBodies
{
    public static TheoryData<WireProtocol> Protocols { get; } = [.. Enum.GetValues<WireProtocol>()];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_body_cut_anywhere_is_no_request(WireProtocol protocol)
    {
        byte[] body = Property.Utf8(Sample(protocol).TrimEnd());
        for (int length = 0; length < body.Length; length++)
        {
            Assert.False(TurnLocator.TryLocate(protocol, body.AsMemory(0, length), out _));
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void No_bytes_make_the_locator_throw(WireProtocol protocol) => Property.Holds(
        random =>
        {
            byte[] body = random.Next(3) == 0 ? Property.Bytes(random, 100) : Property.Utf8(Sample(protocol));
            for (int i = random.Next(6); i > 0 && body.Length > 0; i--)
            {
                body[random.Next(body.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "\"\\{}[],:u0"[random.Next(10)]);
            }

            TurnLocator.TryLocate(protocol, body, out _);
        },
        2_000);

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Names_that_are_no_unicode_do_not_make_the_locator_throw(WireProtocol protocol)
    {
        foreach (string name in (string[])["\\ud800", "messages\\ud800", "inp\\ud800ut", "mess\\ud800ges", "role\\ude00", "\\ud800content"])
        {
            string junk = $"\"{name}{new string('x', 3)}\":1,\"{name}\":\"{name}\",\"type\":\"{name}\"";
            TurnLocator.TryLocate(protocol, Property.Utf8("{" + junk + ",\"input\":[{" + junk + "},{\"content\":[{" + junk + "}],\"output\":[{" + junk + "}]}]}"), out _);
            TurnLocator.TryLocate(protocol, Property.Utf8("{" + junk + ",\"messages\":[]}"), out _);
            TurnLocator.TryLocate(protocol, Property.Utf8("{\"messages\":[{" + junk + "}]}"), out _);
            TurnLocator.TryLocate(protocol, Property.Utf8("{\"messages\":[{\"content\":[{" + junk + "}]}],\"tools\":[{" + junk + "}]}"), out _);
        }
    }

    [Theory]
    [InlineData("""{"messages":"x"}""")]
    [InlineData("""{"messages":null}""")]
    [InlineData("""{"messages":{}}""")]
    [InlineData("""{"messages":["x"]}""")]
    [InlineData("""{"model":"m"}""")]
    [InlineData("""[{"messages":[]}]""")]
    [InlineData("\"messages\"")]
    [InlineData("")]
    [InlineData("""{"messages":[]} x""")]
    [InlineData("""{"messages":[]}{"messages":[]}""")]
    [InlineData("""{"messages":[],}""")]
    [InlineData("""{"messages":[],"messages":[]}""")]
    [InlineData("""{"messages":[],"m\u0065ssages":[]}""")]
    [InlineData("""{"tools":[],"messages":[],"tools":[]}""")]
    [InlineData("""{"tools":null,"messages":[],"tools":[]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"a","content":"b"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":null,"content":"b"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"b","content":null}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":{},"content":[]}]}""")]
    [InlineData("""{"messages":[{"role":"user","role":"user"}]}""")]
    public void What_parsers_disagree_on_or_is_no_request_is_left_alone(string body)
    {
        Assert.False(TurnLocator.TryLocate(WireProtocol.AnthropicMessages, Property.Utf8(body), out _));
        Assert.False(TurnLocator.TryLocate(WireProtocol.ChatCompletions, Property.Utf8(body), out _));
    }

    [Theory]
    [InlineData("\"content\":\"a\",\"content\":\"b\"")]
    [InlineData("\"content\":null,\"content\":\"b\"")]
    [InlineData("\"content\":\"a\",\"content\":[]")]
    [InlineData("\"content\":[],\"content\":\"b\"")]
    [InlineData("\"content\":\"b\",\"type\":\"text\"")]
    [InlineData("\"content\":[{\"type\":\"text\",\"text\":null,\"text\":\"b\"}]")]
    [InlineData("\"content\":[{\"type\":\"image\",\"type\":\"text\",\"text\":\"b\"}]")]
    public void A_tool_result_with_a_property_given_twice_is_no_block(string members)
    {
        string body = $$"""{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"c",{{members}}}]}]}""";
        Assert.Empty(Blocks(Map(WireProtocol.AnthropicMessages, body), body));
    }

    [Fact]
    public void A_chat_text_part_with_a_property_given_twice_is_no_block()
    {
        const string body = """{"messages":[{"role":"tool","content":[{"type":"text","text":"a","text":"b"},{"type":"image_url","type":"text","text":"c"},{"type":"text","text":7,"text":"d"}]}]}""";
        Assert.Empty(Blocks(Map(WireProtocol.ChatCompletions, body), body));
    }
}
