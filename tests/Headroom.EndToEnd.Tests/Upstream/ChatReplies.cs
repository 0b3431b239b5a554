using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests.Upstream;

/// <summary>Writes a reply as Chat Completions does.</summary>
public static class ChatReplies
{
    public static async Task WriteAsync(HttpContext context, RecordedRequest request, ModelReply reply)
    {
        bool isStream = JsonNode.Parse(request.Body)!["stream"]?.GetValue<bool>() == true;
        string finish = reply.Calls.Length > 0 ? "tool_calls" : "stop";
        if (!isStream)
        {
            var message = new JsonObject { ["role"] = "assistant", ["content"] = reply.Text, ["refusal"] = null };
            if (reply.Calls.Length > 0)
            {
                message["tool_calls"] = new JsonArray([.. reply.Calls.Select(call => Call(call, call.Input.ToJsonString()))]);
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(new JsonObject
            {
                ["id"] = "chatcmpl-1", ["object"] = "chat.completion", ["model"] = "gpt-4o",
                ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = finish }),
                ["usage"] = new JsonObject { ["prompt_tokens"] = 100, ["completion_tokens"] = 20, ["total_tokens"] = 120 },
            }.ToJsonString());
            return;
        }

        context.Response.ContentType = "text/event-stream";
        await SendAsync(context, new JsonObject { ["role"] = "assistant", ["content"] = reply.Text is null ? null : "" });
        foreach (char[] piece in (reply.Text ?? "").Chunk(9))
        {
            await SendAsync(context, new JsonObject { ["content"] = new string(piece) });
        }

        for (int i = 0; i < reply.Calls.Length; i++)
        {
            JsonObject first = Call(reply.Calls[i], "");
            first.Insert(0, "index", i);
            await SendAsync(context, new JsonObject { ["tool_calls"] = new JsonArray(first) });
            var rest = new JsonObject { ["index"] = i, ["function"] = new JsonObject { ["arguments"] = reply.Calls[i].Input.ToJsonString() } };
            await SendAsync(context, new JsonObject { ["tool_calls"] = new JsonArray(rest) });
        }

        await SendAsync(context, [], finish);
        await context.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static JsonObject Call(ModelCall call, string arguments) => new()
    {
        ["id"] = call.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = arguments },
    };

    private static async Task SendAsync(HttpContext context, JsonObject delta, string? finish = null)
    {
        var chunk = new JsonObject
        {
            ["id"] = "chatcmpl-1", ["object"] = "chat.completion.chunk", ["model"] = "gpt-4o",
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
        };
        await context.Response.WriteAsync($"data: {chunk.ToJsonString()}\n\n");
        await context.Response.Body.FlushAsync();
    }
}
