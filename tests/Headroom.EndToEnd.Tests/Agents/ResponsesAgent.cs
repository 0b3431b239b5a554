using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Upstream;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests.Agents;

/// <summary>An agent on Responses that keeps its history itself and has its thoughts come back encrypted.</summary>
public sealed class ResponsesAgent : AgentConversation
{
    public override string Path => "/v1/responses";

    public override string HistoryName => "input";

    public override Task ReplyAsync(HttpContext context, RecordedRequest request, ModelReply reply) => ResponsesReplies.WriteAsync(context, request, reply);

    public override void Say(string text) => History.Add(new JsonObject
    {
        ["type"] = "message", ["role"] = "user", ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = text }),
    });

    public override void GiveResult(string callId, string content) =>
        History.Add(new JsonObject { ["type"] = "function_call_output", ["call_id"] = callId, ["output"] = content });

    protected override JsonObject Head() => new()
    {
        ["model"] = "gpt-5", ["instructions"] = "You are a careful agent.", ["store"] = false, ["include"] = new JsonArray("reasoning.encrypted_content"),
        ["tools"] = new JsonArray(new JsonObject { ["type"] = "function", ["name"] = "search", ["parameters"] = new JsonObject { ["type"] = "object" } }),
    };

    protected override JsonNode FromAnswer(JsonNode answer) => answer["output"]!.DeepClone();

    /// <summary>The items one by one, as agents take them, which must be those of the closing event.</summary>
    protected override JsonNode FromStream(string stream)
    {
        List<JsonNode> events = [.. Events(stream)];
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => (int)e["sequence_number"]!));
        var items = new JsonArray([.. events.Where(e => (string)e["type"]! == "response.output_item.done").Select(e => e["item"]!.DeepClone())]);
        JsonNode closing = events[^1];
        Assert.Equal("response.completed", (string)closing["type"]!);
        Assert.Equal(items.ToJsonString(), closing["response"]!["output"]!.ToJsonString());
        return items;
    }
}
