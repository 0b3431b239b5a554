using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Upstream;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests.Agents;

/// <summary>An agent on Chat Completions.</summary>
public sealed class ChatAgent : AgentConversation
{
    public ChatAgent(string path = "/v1/chat/completions")
    {
        Path = path;
        History.Add(new JsonObject { ["role"] = "system", ["content"] = "You are a careful agent." });
    }

    public override string Path { get; }

    public override Task ReplyAsync(HttpContext context, RecordedRequest request, ModelReply reply) => ChatReplies.WriteAsync(context, request, reply);

    public override void Say(string text) => History.Add(new JsonObject { ["role"] = "user", ["content"] = text });

    public override void GiveResult(string callId, string content) =>
        History.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = callId, ["content"] = content });

    protected override JsonObject Head() => new()
    {
        ["model"] = "gpt-4o",
        ["tools"] = new JsonArray(new JsonObject
        {
            ["type"] = "function", ["function"] = new JsonObject { ["name"] = "search", ["parameters"] = new JsonObject { ["type"] = "object" } },
        }),
    };

    protected override JsonNode FromAnswer(JsonNode answer)
    {
        JsonNode said = answer["choices"]![0]!["message"]!;
        var message = new JsonObject { ["role"] = "assistant", ["content"] = said["content"]?.DeepClone() };
        if (said["tool_calls"] is { } calls)
        {
            message["tool_calls"] = calls.DeepClone();
        }

        return message;
    }

    protected override JsonNode FromStream(string stream)
    {
        var text = new StringBuilder();
        var calls = new JsonArray();
        foreach (JsonNode delta in Events(stream).Select(node => node["choices"]![0]!["delta"]!))
        {
            text.Append((string?)delta["content"]);
            foreach (JsonNode? call in delta["tool_calls"] as JsonArray ?? [])
            {
                int index = call!["index"]!.GetValue<int>();
                if (index == calls.Count)
                {
                    calls.Add(new JsonObject
                    {
                        ["id"] = (string)call["id"]!, ["type"] = "function",
                        ["function"] = new JsonObject { ["name"] = (string)call["function"]!["name"]!, ["arguments"] = "" },
                    });
                }

                JsonNode function = calls[index]!["function"]!;
                function["arguments"] = (string)function["arguments"]! + (string?)call["function"]!["arguments"];
            }
        }

        var message = new JsonObject { ["role"] = "assistant", ["content"] = text.Length > 0 ? text.ToString() : null };
        if (calls.Count > 0)
        {
            message["tool_calls"] = calls;
        }

        return message;
    }
}
