using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Turns.Locating;

namespace Headroom.Protocols.Tests.Turns;

public sealed class BedrockLocating
{
    [Fact]
    public void Results_of_Converse_are_its_texts_and_its_JSON_but_no_errors()
    {
        TurnMap map = Map(WireProtocol.BedrockConverse, ConverseBody);
        IEnumerable<string> texts = map.Messages.SelectMany(message => message.Blocks).Select(
            block => block.TryRead(Property.Utf8(ConverseBody), out ReadOnlyMemory<byte> text) ? System.Text.Encoding.UTF8.GetString(text.Span) : "?");
        Assert.Equal(["found é", """{"rows":["a",{"x":"b"}],"n":17}""", "c"], texts);
        Assert.All(map.Messages.SelectMany(message => message.Blocks), block => Assert.Equal(("c1", "search"), (block.ToolCallId, block.ToolName)));
        Assert.Equal(["And now?"], Question(map, ConverseBody));
        Assert.Equal(("900", 101L), (At(ConverseBody, map.MaxTokens), map.LeastMaxTokens));
        Assert.True(map.Tools.MayOfferRetrieval);
        Assert.Equal(["c1", "c2"], map.Messages[1].Parts.Where(part => part.Kind == MessagePartKind.ToolCall).Select(part => part.Id));
    }

    [Theory]
    [InlineData("""{"tools":[{"toolSpec":{"name":"a"}}],"toolChoice":{"tool":{"name":"a"}}}""")]
    [InlineData("""{"tools":[{"systemTool":{"name":"nova_grounding"}},{"cachePoint":{"type":"default"}}]}""")]
    [InlineData("""{"tools":[{"toolSpec":{"name":"headroom_retrieve"}}]}""")]
    [InlineData("""{"tools":[]}""")]
    public void Retrieval_is_not_offered_where_no_tool_of_the_clients_may_be_chosen(string config) =>
        Assert.False(Map(WireProtocol.BedrockConverse, $$"""{"messages":[],"toolConfig":{{config}}}""").Tools.MayOfferRetrieval);

    [Fact]
    public void A_text_can_stand_in_for_JSON_and_nothing_else_changes()
    {
        const string body = """{"messages":[{"role":"user","content":[{"toolResult":{"toolUseId":"c1","content":[ {"json" : [1.0, 2] } ]}}]}]}""";
        var splice = new Headroom.Protocols.Splicing.BodySplice(Property.Utf8(body));
        Assert.Single(Map(WireProtocol.BedrockConverse, body).Messages[0].Blocks).Put(splice, "\"short\""u8);
        Assert.Equal(body.Replace("\"json\" : [1.0, 2]", "\"text\":\"\\\"short\\\"\""), System.Text.Encoding.UTF8.GetString(splice.ToMemory().Span));
    }

    [Fact]
    public void A_cache_point_that_moves_leaves_the_message_the_same()
    {
        const string point = """{"cachePoint":{"type":"default"}}""";
        string plain = Hash(WireProtocol.BedrockConverse, """{"role":"user","content":[{"text":"a"},{"text":"b"}]}""");
        Assert.Equal(plain, Hash(WireProtocol.BedrockConverse, $$"""{"role":"user","content":[{"text":"a"},{"text":"b"},{{point}}]}"""));
        Assert.Equal(plain, Hash(WireProtocol.BedrockConverse, $$"""{"role":"user","content":[{"text":"a"},{{point}},{"text":"b"}]}"""));
        Assert.NotEqual(plain, Hash(WireProtocol.BedrockConverse, """{"role":"user","content":[{"text":"a"}]}"""));
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":"hi"}]}],"inferenceConfig":{}}""")]
    [InlineData("""{"prompt":"hi"}""")]
    public void A_body_that_names_no_version_of_Anthropics_API_is_of_another_family(string body) =>
        Assert.False(TurnLocator.TryLocate(WireProtocol.BedrockInvoke, Property.Utf8(body), out _));

    [Theory]
    [InlineData("""{"toolUseId":"c1","content":[{"text":"a"}],"content":[{"text":"b"}]}""")]
    [InlineData("""{"toolUseId":"c1","content":[{"text":"a"}],"status":"error"}""")]
    public void A_result_that_is_an_error_or_that_parsers_disagree_on_is_left_alone(string result)
    {
        string body = $$$"""{"messages":[{"role":"user","content":[{"toolResult":{{{result}}} }]}]}""";
        Assert.Empty(Blocks(Map(WireProtocol.BedrockConverse, body), body));
    }
}
