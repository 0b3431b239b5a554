using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Turns.Locating;

namespace Headroom.Protocols.Tests.Turns;

public sealed class GeminiLocating
{
    private const WireProtocol Gemini = WireProtocol.Gemini;

    [Fact]
    public void Every_range_is_exactly_the_value_at_its_place()
    {
        JsonElement root = JsonDocument.Parse(GeminiBody).RootElement, contents = root.GetProperty("contents");
        TurnMap map = Map(Gemini, GeminiBody);
        Assert.Equal(contents.GetRawText(), At(GeminiBody, map.MessageList));
        Assert.Equal(root.GetProperty("systemInstruction").GetRawText(), At(GeminiBody, map.System));
        Assert.Equal("900", At(GeminiBody, map.MaxTokens));
        for (int i = 0; i < map.Messages.Count; i++)
        {
            Assert.Equal(contents[i].GetRawText(), At(GeminiBody, map.Messages[i].Range));
            JsonElement parts = contents[i].GetProperty("parts");
            Assert.Equal(parts.GetRawText(), At(GeminiBody, map.Messages[i].Content));
            Assert.Equal(parts.EnumerateArray().Select(part => part.GetRawText()), map.Messages[i].Parts.Select(part => At(GeminiBody, part.Range)));
        }
    }

    [Fact]
    public void Blocks_are_the_strings_that_functions_gave_but_no_errors_and_no_pictures()
    {
        TurnMap map = Map(Gemini, GeminiBody);
        Assert.Equal(["found é", "a", "b", "text", "part", "more", "old"], Blocks(map, GeminiBody));
        Assert.Equal(["search", "list", "list", "list", "list", "list", "search"], map.Messages.SelectMany(message => message.Blocks).Select(block => block.ToolName));
        Assert.Equal(["user", "assistant", "user", "user", "user"], map.Messages.Select(message => message.Role));
        Assert.Equal(["And now?"], Question(map, GeminiBody));
    }

    [Fact]
    public void A_result_belongs_to_the_call_of_its_name_though_neither_has_an_id()
    {
        TurnMap map = Map(Gemini, GeminiBody);
        string?[] calls = [.. map.Messages[1].Parts.Where(part => part.Kind == MessagePartKind.ToolCall).Select(part => part.Id)];
        Assert.Equal(3, calls.Distinct().Count());
        Assert.Equal([calls[0], calls[1], calls[1], calls[2], calls[2], calls[2]], map.Messages[2].Blocks.Select(block => block.ToolCallId));
    }

    [Theory]
    [InlineData("""{"functionCall":{"name":"n","args":{"a":1.0,"b":"\u00e9","c":[1e2]}}}""", """{"thoughtSignature":"s","functionCall":{"id":"x","args":{"c":[100],"b":"é","a":1},"name":"n"}}""", true)]
    [InlineData("""{"functionCall":{"name":"n","args":{}}}""", """{"functionCall":{"name":"n"}}""", true)]
    [InlineData("""{"functionCall":{"name":"n","args":{"a":"1"}}}""", """{"functionCall":{"name":"n","args":{"a":1}}}""", false)]
    [InlineData("""{"functionCall":{"name":"n","args":{"a":["b"],"c":1}}}""", """{"functionCall":{"name":"n","args":{"a":[],"c":1}}}""", false)]
    [InlineData("""{"functionCall":{"name":"n"}}""", """{"functionCall":{"name":"m"}}""", false)]
    public void A_call_is_recognised_by_what_it_says_however_a_client_writes_it(string one, string other, bool isSame) =>
        Assert.Equal(isSame, KeyOf(one) == KeyOf(other));

    [Fact]
    public void What_Cloud_Code_Assist_wraps_is_found_inside()
    {
        string body = $$"""{"model":"gemini-x","project":"p","request":{"session_id":"s-1",{{GeminiBody.TrimStart()[1..]}}}""";
        TurnMap map = Map(Gemini, body);
        Assert.Equal(("gemini-x", "s-1"), (map.Model, map.SessionId));
        Assert.Equal(Blocks(Map(Gemini, GeminiBody), GeminiBody), Blocks(map, body));
        Assert.True(map.Tools.MayOfferRetrieval);
    }

    [Theory]
    [InlineData("""[{"functionDeclarations":[{"name":"a"}]}]""", true)]
    [InlineData("""[{"function_declarations":[{"name":"a"}]}],"tool_config":{"function_calling_config":{"mode":"ANY"}}""", true)]
    [InlineData("""[{"googleSearch":{}}]""", false)]
    [InlineData("""[{"functionDeclarations":[]}]""", false)]
    [InlineData("[]", false)]
    [InlineData("""[{"functionDeclarations":[{"name":"headroom_retrieve"},{"name":"a"}]}]""", false)]
    [InlineData("""[{"functionDeclarations":[{"name":"a"}]}],"toolConfig":{"functionCallingConfig":{"mode":"NONE"}}""", false)]
    [InlineData("""[{"functionDeclarations":[{"name":"a"}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["a"]}}""", false)]
    [InlineData("""[{"functionDeclarations":[{"name":"a"}]}],"generationConfig":{"candidateCount":2}""", false)]
    public void Our_tool_is_offered_where_the_model_may_call_it(string tools, bool isOffered) =>
        Assert.Equal(isOffered, Map(Gemini, $$"""{"contents":[],"tools":{{tools}}}""").Tools.MayOfferRetrieval);

    [Fact]
    public void Our_tool_is_the_last_of_the_last_list_of_functions_and_all_else_stays()
    {
        TurnMap map = Map(Gemini, GeminiBody);
        var splice = new BodySplice(Property.Utf8(GeminiBody));
        WireFormat.Of(Gemini).Offer(splice, map.Tools.Range!.Value);
        JsonNode body = JsonNode.Parse(splice.ToMemory().Span)!;
        JsonArray last = body["tools"]![2]!["functionDeclarations"]!.AsArray();
        Assert.Equal(["list", "headroom_retrieve"], last.Select(tool => (string?)tool!["name"]));
        last.RemoveAt(1);
        body["zz"] = null;
        JsonNode expected = JsonNode.Parse(GeminiBody)!;
        expected["zz"] = null;
        Assert.Equal(expected.ToJsonString(), body.ToJsonString());
    }

    [Theory]
    [InlineData("""{"contents":"x"}""")]
    [InlineData("""{"contents":["x"]}""")]
    [InlineData("""{"contents":[],"contents":[]}""")]
    [InlineData("""{"contents":[],"request":{"contents":[]}}""")]
    [InlineData("""{"request":{"contents":[]},"contents":[]}""")]
    [InlineData("""{"request":{"contents":[],"contents":[]}}""")]
    [InlineData("""{"request":{"request":{"contents":[]}}}""")]
    [InlineData("""{"request":[]}""")]
    [InlineData("""{"toolConfig":{},"contents":[],"tool_config":{}}""")]
    [InlineData("""{"contents":[{"parts":[],"parts":[]}]}""")]
    [InlineData("""{"contents":[{"role":"user","role":"user"}]}""")]
    [InlineData("""{"contents":[]} x""")]
    public void What_parsers_disagree_on_or_is_no_request_is_left_alone(string body) =>
        Assert.False(TurnLocator.TryLocate(Gemini, Property.Utf8(body), out _));

    [Theory]
    [InlineData("""{"functionResponse":{"name":"n","response":{"output":"a"},"response":{"output":"b"}}}""")]
    [InlineData("""{"functionResponse":{"response":{"output":"a"}},"function_response":{"response":{"output":"b"}}}""")]
    [InlineData("""{"functionResponse":{"response":{"output":"a"}},"functionCall":{"name":"n"}}""")]
    [InlineData("""{"functionResponse":{"response":"a"}}""")]
    [InlineData("""{"functionResponse":["a"]}""")]
    public void A_result_that_parsers_disagree_on_is_no_block(string part)
    {
        string body = $$"""{"contents":[{"role":"user","parts":[{{part}}]}]}""";
        Assert.Empty(Blocks(Map(Gemini, body), body));
    }

    [Fact]
    public void Ten_thousand_levels_are_passed_over()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "\"x\"" + new string('}', 10_000);
        string body = $$$"""{"zz":{{{deep}}},"contents":[{"x":{{{deep}}},"parts":[{"functionCall":{"name":"n","args":{{{deep}}}}},{"functionResponse":{"response":{{{deep}}}}},{"text":"q"}]}],"tools":[{{{deep}}}]}""";
        TurnMap map = Map(Gemini, body);
        Assert.Equal(["q"], Question(map, body));
        Assert.Equal(["x"], Blocks(map, body));
    }

    private static string? KeyOf(string part) => Map(Gemini, $$"""{"contents":[{"role":"model","parts":[{{part}}]}]}""").Messages[0].Parts[0].Id;
}
