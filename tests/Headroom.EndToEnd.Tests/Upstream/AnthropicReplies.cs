using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests.Upstream;

/// <summary>Writes a reply as the Messages API does.</summary>
public static class AnthropicReplies
{
    public static async Task WriteAsync(HttpContext context, RecordedRequest request, ModelReply reply)
    {
        if (JsonNode.Parse(request.Body)!["stream"]?.GetValue<bool>() != true)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Message(reply).ToJsonString());
            return;
        }

        context.Response.ContentType = "text/event-stream";
        foreach ((string type, JsonObject data) in Events(reply))
        {
            await SendAsync(context, type, data);
        }
    }

    /// <summary>The answer in one piece.</summary>
    public static JsonObject Message(ModelReply reply) => new()
    {
        ["id"] = "msg_1", ["type"] = "message", ["role"] = "assistant", ["model"] = "claude-sonnet-4-5", ["content"] = Blocks(reply),
        ["stop_reason"] = StopReason(reply), ["stop_sequence"] = null, ["usage"] = new JsonObject { ["input_tokens"] = 100, ["output_tokens"] = 20 },
    };

    /// <summary>The events of a streamed answer, without their types.</summary>
    public static IEnumerable<(string Type, JsonObject Data)> Events(ModelReply reply)
    {
        yield return ("message_start", new JsonObject
        {
            ["message"] = new JsonObject
            {
                ["id"] = "msg_1", ["type"] = "message", ["role"] = "assistant", ["model"] = "claude-sonnet-4-5", ["content"] = new JsonArray(),
                ["stop_reason"] = null, ["usage"] = new JsonObject { ["input_tokens"] = 100, ["output_tokens"] = 1 },
            },
        });
        JsonArray blocks = Blocks(reply);
        for (int i = 0; i < blocks.Count; i++)
        {
            foreach ((string, JsonObject) blockEvent in BlockEvents(i, blocks[i]!.AsObject()))
            {
                yield return blockEvent;
            }
        }

        yield return ("message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = StopReason(reply), ["stop_sequence"] = null }, ["usage"] = new JsonObject { ["output_tokens"] = 20 },
        });
        yield return ("message_stop", []);
    }

    public static async Task SendAsync(HttpContext context, string type, JsonObject data)
    {
        data.Insert(0, "type", type);
        await context.Response.WriteAsync($"event: {type}\ndata: {data.ToJsonString()}\n\n");
        await context.Response.Body.FlushAsync();
    }

    private static string StopReason(ModelReply reply) => reply.Calls.Length > 0 ? "tool_use" : "end_turn";

    private static JsonArray Blocks(ModelReply reply)
    {
        var blocks = new JsonArray();
        if (reply.Thinking is not null)
        {
            blocks.Add(new JsonObject { ["type"] = "thinking", ["thinking"] = reply.Thinking, ["signature"] = ModelReply.Signature });
        }

        if (reply.Text is not null)
        {
            blocks.Add(new JsonObject { ["type"] = "text", ["text"] = reply.Text });
        }

        foreach (ModelCall call in reply.Calls)
        {
            blocks.Add(new JsonObject { ["type"] = "tool_use", ["id"] = call.Id, ["name"] = call.Name, ["input"] = call.Input.DeepClone() });
        }

        return blocks;
    }

    private static IEnumerable<(string Type, JsonObject Data)> BlockEvents(int index, JsonObject block)
    {
        (JsonObject start, JsonObject[] deltas) = (string)block["type"]! switch
        {
            "thinking" => (new JsonObject { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" }, new JsonObject[]
            {
                new() { ["type"] = "thinking_delta", ["thinking"] = (string)block["thinking"]! },
                new() { ["type"] = "signature_delta", ["signature"] = (string)block["signature"]! },
            }),
            "text" => (new JsonObject { ["type"] = "text", ["text"] = "" }, Pieces((string)block["text"]!, "text_delta", "text")),
            _ => (
                new JsonObject { ["type"] = "tool_use", ["id"] = (string)block["id"]!, ["name"] = (string)block["name"]!, ["input"] = new JsonObject() },
                Pieces(block["input"]!.ToJsonString(), "input_json_delta", "partial_json")),
        };
        yield return ("content_block_start", new JsonObject { ["index"] = index, ["content_block"] = start });
        foreach (JsonObject delta in deltas)
        {
            yield return ("content_block_delta", new JsonObject { ["index"] = index, ["delta"] = delta });
        }

        yield return ("content_block_stop", new JsonObject { ["index"] = index });
    }

    private static JsonObject[] Pieces(string text, string type, string property) =>
        [.. text.Chunk(9).Select(piece => new JsonObject { ["type"] = type, [property] = new string(piece) })];
}
