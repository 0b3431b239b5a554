using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.EndToEnd.Tests.Upstream;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests.Agents;

/// <summary>An agent on the Messages API that marks the last message for caching, as Claude Code does.</summary>
public partial class AnthropicAgent(string path = "/v1/messages") : AgentConversation
{
    public override string Path => path;

    public override Task ReplyAsync(HttpContext context, RecordedRequest request, ModelReply reply) => AnthropicReplies.WriteAsync(context, request, reply);

    public override void Say(string text) => History.Add(new JsonObject { ["role"] = "user", ["content"] = text });

    public override void GiveResult(string callId, string content)
    {
        var result = new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = callId, ["content"] = content };
        if (History[^1]!["role"]!.GetValue<string>() == "user")
        {
            History[^1]!["content"]!.AsArray().Add(result);
        }
        else
        {
            History.Add(new JsonObject { ["role"] = "user", ["content"] = new JsonArray(result) });
        }
    }

    /// <summary>Clouds name the model in the path, and the version in the body.</summary>
    protected override JsonObject Head() => new()
    {
        [path == "/v1/messages" ? "model" : "anthropic_version"] = path == "/v1/messages" ? "claude-sonnet-4-5" : "vertex-2023-10-16", ["max_tokens"] = 4000, ["system"] = "You are a careful agent.",
        ["tools"] = new JsonArray(new JsonObject { ["name"] = "search", ["description"] = "Searches.", ["input_schema"] = new JsonObject { ["type"] = "object" } }),
    };

    protected override JsonArray Marked(JsonArray messages)
    {
        JsonNode last = messages[^1]!;
        if (last["content"] is JsonValue text)
        {
            last["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text.GetValue<string>() });
        }

        last["content"]!.AsArray()[^1]!["cache_control"] = new JsonObject { ["type"] = "ephemeral" };
        return messages;
    }

    protected override string Settled(string messages) =>
        OneText().Replace(messages.Replace(",\"cache_control\":{\"type\":\"ephemeral\"}", "", StringComparison.Ordinal), "\"content\":$1");

    protected override JsonNode FromAnswer(JsonNode answer) => new JsonObject { ["role"] = "assistant", ["content"] = answer["content"]!.DeepClone() };

    protected override JsonNode FromStream(string stream)
    {
        var blocks = new JsonArray();
        var inputs = new Dictionary<int, StringBuilder>();
        foreach (JsonNode node in Events(stream))
        {
            int index = node["index"]?.GetValue<int>() ?? -1;
            if ((string)node["type"]! == "content_block_start")
            {
                Assert.Equal(blocks.Count, index);
                blocks.Add(node["content_block"]!.DeepClone());
                inputs[index] = new StringBuilder();
            }
            else if ((string)node["type"]! == "content_block_delta")
            {
                JsonNode delta = node["delta"]!;
                foreach (string property in new[] { "text", "thinking", "signature" }.Where(name => delta[name] is not null))
                {
                    blocks[index]![property] = (string?)blocks[index]![property] + (string)delta[property]!;
                }

                inputs[index].Append((string?)delta["partial_json"]);
            }
        }

        foreach ((int index, StringBuilder input) in inputs.Where(pair => pair.Value.Length > 0))
        {
            blocks[index]!["input"] = JsonNode.Parse(input.ToString());
        }

        return new JsonObject { ["role"] = "assistant", ["content"] = blocks };
    }

    [GeneratedRegex("""
        "content":\[\{"type":"text","text":("(?:[^"\\]|\\.)*")\}\]
        """)]
    private static partial Regex OneText();
}
