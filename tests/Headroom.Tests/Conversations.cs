using System.Text.Json;
using System.Text.Json.Nodes;

namespace Headroom.Tests;

/// <summary>Messages as an agent holds them.</summary>
internal static class Conversations
{
    /// <summary>What a tool gave back: many rows, one of them with a fault.</summary>
    public static string Rows { get; } = JsonSerializer.Serialize(Enumerable.Range(0, 200).Select(i => new { id = i, host = $"node-{i % 12:000}", status = i == 77 ? "failed: disk full on /var" : "ok", load = i * 37 % 100 / 10.0 }));

    /// <summary>A question, a call and its result.</summary>
    public static string Messages { get; } = new JsonArray(
        new JsonObject { ["role"] = "user", ["content"] = "Which host failed?" },
        new JsonObject
        {
            ["role"] = "assistant", ["content"] = null,
            ["tool_calls"] = new JsonArray(new JsonObject { ["id"] = "t", ["type"] = "function", ["function"] = new JsonObject { ["name"] = "hosts", ["arguments"] = "{}" } }),
        },
        new JsonObject { ["role"] = "tool", ["tool_call_id"] = "t", ["content"] = Rows }).ToJsonString();

    /// <summary>The text of the last message.</summary>
    public static string LastText(string messages) => (string)JsonNode.Parse(messages)!.AsArray()[^1]!["content"]!;
}
