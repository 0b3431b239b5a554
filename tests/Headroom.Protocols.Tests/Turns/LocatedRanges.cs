using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.Protocols.Turns;
using static Headroom.Protocols.Tests.Turns.Locating;

namespace Headroom.Protocols.Tests.Turns;

public sealed class LocatedRanges
{
    [Theory]
    [InlineData(WireProtocol.AnthropicMessages)]
    [InlineData(WireProtocol.ChatCompletions)]
    public void Every_range_is_exactly_the_value_at_its_place(WireProtocol protocol) => CrossCheck(protocol, Sample(protocol));

    [Theory]
    [InlineData(WireProtocol.AnthropicMessages)]
    [InlineData(WireProtocol.ChatCompletions)]
    public void Any_order_of_properties_and_any_white_space_gives_the_same_blocks(WireProtocol protocol) => Property.Holds(
        random =>
        {
            string body = Sample(protocol);
            JsonNode shuffled = Shuffled(JsonNode.Parse(body)!, random);
            string rewritten = shuffled.ToJsonString(new JsonSerializerOptions { WriteIndented = random.Next(2) == 0 });
            TurnMap map = CrossCheck(protocol, rewritten);
            Assert.Equal(Blocks(Map(protocol, body), body), Blocks(map, rewritten));
            Assert.Equal(Question(Map(protocol, body), body), Question(map, rewritten));
            Assert.Equal(Names(Map(protocol, body)), Names(map));
        },
        100);

    [Fact]
    public void Blocks_are_the_texts_of_tool_results_that_are_no_errors()
    {
        TurnMap map = Map(WireProtocol.AnthropicMessages, AnthropicBody);
        Assert.Equal(["line 1\nline 2 €", "part", ""], Blocks(map, AnthropicBody));
        Assert.Equal(["search", "bash", "bash"], Names(map));
        Assert.Equal(["call_1", "call_2", "call_2"], map.Messages[2].Blocks.Select(block => block.ToolCallId));
        map = Map(WireProtocol.ChatCompletions, ChatBody);
        Assert.Equal(["result é 1", "result 2", "more", "result 3"], Blocks(map, ChatBody));
        Assert.Equal(["search", "sh", "sh", "old"], Names(map));
    }

    [Fact]
    public void What_stands_at_the_top_is_found()
    {
        TurnMap map = Map(WireProtocol.AnthropicMessages, AnthropicBody);
        Assert.Equal(("claude-x", true, "u_account_1_session_2", 1025L), (map.Model, map.IsStream, map.UserId, map.LeastMaxTokens));
        Assert.Equal("4096", At(AnthropicBody, map.MaxTokens));
        map = Map(WireProtocol.ChatCompletions, ChatBody);
        Assert.Equal(("gpt-x", false, "pk"), (map.Model, map.IsStream, map.PromptCacheKey));
        Assert.Equal("7", At(ChatBody, map.MaxTokens));
    }

    [Theory]
    [InlineData(WireProtocol.AnthropicMessages)]
    [InlineData(WireProtocol.ChatCompletions)]
    public void Values_of_unexpected_types_are_passed_over(WireProtocol protocol)
    {
        const string body = """
            {"model":7,"stream":"yes","max_tokens":"many","tools":{"a":1},"tool_choice":[],"system":{},"metadata":"m","thinking":[],"n":1e400,
             "messages":[{"role":5,"content":{}},{"role":"user","content":null},{},{"role":"tool","content":17,"tool_call_id":{},"tool_calls":{}},
             {"role":"user","content":[{"type":4,"text":{},"content":{"a":[]},"id":[],"tool_use_id":0,"is_error":"x","cache_control":null},{"type":"tool_result","content":7}]}]}
            """;
        TurnMap map = Map(protocol, body);
        Assert.Equal(5, map.Messages.Count);
        Assert.Empty(Blocks(map, body));
        Assert.Null(map.MaxTokens);
        Assert.Equal("", map.Messages[0].Role);
    }

    [Theory]
    [InlineData(WireProtocol.AnthropicMessages)]
    [InlineData(WireProtocol.ChatCompletions)]
    public void Ten_thousand_nested_arrays_are_passed_over(WireProtocol protocol)
    {
        string deep = new string('[', 10_000) + new string(']', 10_000);
        string body = $$"""{"thinking":{"a":{{deep}}},"messages":[{"role":"user","x":{{deep}},"content":[{{deep}},{"type":"text","text":"q","y":{{deep}}}]}],"tools":[{{deep}}]}""";
        Assert.Equal(["q"], Question(Map(protocol, body), body));
    }

    private static IEnumerable<string?> Names(TurnMap map) => map.Messages.SelectMany(message => message.Blocks).Select(block => block.ToolName);

    private static TurnMap CrossCheck(WireProtocol protocol, string body)
    {
        TurnMap map = Map(protocol, body);
        JsonElement root = JsonDocument.Parse(body).RootElement, messages = root.GetProperty("messages");
        Assert.Equal(messages.GetRawText(), At(body, map.MessageList));
        Assert.Equal(root.GetProperty("tools").GetRawText(), At(body, map.Tools.Range));
        Assert.Equal(messages.GetArrayLength(), map.Messages.Count);
        for (int i = 0; i < map.Messages.Count; i++)
        {
            TurnMessage message = map.Messages[i];
            Assert.Equal(messages[i].GetRawText(), At(body, message.Range));
            Assert.Equal(messages[i].GetProperty("role").GetString(), message.Role);
            JsonElement content = messages[i].GetProperty("content");
            Assert.Equal(content.ValueKind == JsonValueKind.Null ? null : content.GetRawText(), message.Content is null ? null : At(body, message.Content));
            string[] elements = content.ValueKind == JsonValueKind.Array ? [.. content.EnumerateArray().Select(part => part.GetRawText())] : [];
            bool hasCalls = messages[i].TryGetProperty("tool_calls", out JsonElement calls);
            Assert.Equal(hasCalls ? calls.GetRawText() : null, message.ToolCalls is null ? null : At(body, message.ToolCalls));
            string[] parts = [.. message.Parts.Where(part => part.Range != message.Content).Select(part => At(body, part.Range))];
            Assert.Equal([.. elements, .. hasCalls ? calls.EnumerateArray().Select(call => call.GetRawText()) : []], parts);
            Assert.All(message.Blocks, block => Assert.Contains(At(body, block.Token), content.GetRawText()));
        }

        return map;
    }
}
