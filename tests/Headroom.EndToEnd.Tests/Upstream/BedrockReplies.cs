using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests.Upstream;

/// <summary>Writes a reply as Bedrock does for models of Anthropic (invoke) and for all models (Converse).</summary>
public static class BedrockReplies
{
    public static Task WriteAsync(HttpContext context, RecordedRequest request, ModelReply reply) => request.Target switch
    {
        _ when request.Target.EndsWith("/invoke", StringComparison.Ordinal) => JsonAsync(context, AnthropicReplies.Message(reply)),
        _ when request.Target.EndsWith("/converse", StringComparison.Ordinal) => JsonAsync(context, Answer(reply)),
        _ when request.Target.EndsWith("/converse-stream", StringComparison.Ordinal) => StreamAsync(context, Events(reply).Select(item => (item.Type, item.Data.ToJsonString()))),
        _ => StreamAsync(context, AnthropicReplies.Events(reply).Select(item => ("chunk", Chunk(item.Type, item.Data)))),
    };

    private static async Task JsonAsync(HttpContext context, JsonObject answer)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private static async Task StreamAsync(HttpContext context, IEnumerable<(string Type, string Json)> events)
    {
        context.Response.ContentType = AwsEventStream.MediaType;
        foreach ((string type, string json) in events)
        {
            await context.Response.Body.WriteAsync(AwsEventStream.Event(type, json));
            await context.Response.Body.FlushAsync();
        }
    }

    private static string Chunk(string type, JsonObject data)
    {
        data.Insert(0, "type", type);
        if (type == "message_stop")
        {
            data["amazon-bedrock-invocationMetrics"] = new JsonObject { ["inputTokenCount"] = 100, ["outputTokenCount"] = 20 };
        }

        return new JsonObject { ["bytes"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(data.ToJsonString())), ["p"] = "abcd" }.ToJsonString();
    }

    private static JsonObject Answer(ModelReply reply) => new()
    {
        ["metrics"] = new JsonObject { ["latencyMs"] = 7 },
        ["output"] = new JsonObject { ["message"] = new JsonObject { ["content"] = new JsonArray([.. Blocks(reply)]), ["role"] = "assistant" } },
        ["stopReason"] = StopReason(reply), ["usage"] = Usage(),
    };

    private static IEnumerable<(string Type, JsonObject Data)> Events(ModelReply reply)
    {
        yield return ("messageStart", new JsonObject { ["role"] = "assistant", ["p"] = "ab" });
        JsonObject[] blocks = [.. Blocks(reply)];
        for (int i = 0; i < blocks.Length; i++)
        {
            (JsonObject? start, JsonObject[] deltas) = Parts(blocks[i]);
            if (start is not null)
            {
                yield return ("contentBlockStart", new JsonObject { ["contentBlockIndex"] = i, ["start"] = start });
            }

            foreach (JsonObject delta in deltas)
            {
                yield return ("contentBlockDelta", new JsonObject { ["contentBlockIndex"] = i, ["delta"] = delta, ["p"] = "abc" });
            }

            yield return ("contentBlockStop", new JsonObject { ["contentBlockIndex"] = i });
        }

        yield return ("messageStop", new JsonObject { ["stopReason"] = StopReason(reply) });
        yield return ("metadata", new JsonObject { ["metrics"] = new JsonObject { ["latencyMs"] = 7 }, ["usage"] = Usage() });
    }

    private static (JsonObject? Start, JsonObject[] Deltas) Parts(JsonObject block)
    {
        if (block["toolUse"] is { } call)
        {
            var start = new JsonObject { ["toolUse"] = new JsonObject { ["name"] = (string)call["name"]!, ["toolUseId"] = (string)call["toolUseId"]! } };
            return (start, [.. Pieces(call["input"]!.ToJsonString()).Select(piece => new JsonObject { ["toolUse"] = new JsonObject { ["input"] = piece } })]);
        }

        return block["reasoningContent"]?["reasoningText"] is { } thought
            ? (null, [Reasoning("text", (string)thought["text"]!), Reasoning("signature", (string)thought["signature"]!)])
            : (null, [.. Pieces((string)block["text"]!).Select(piece => new JsonObject { ["text"] = piece })]);
    }

    private static JsonObject Reasoning(string name, string value) => new() { ["reasoningContent"] = new JsonObject { [name] = value } };

    private static JsonObject Usage() => new() { ["inputTokens"] = 100, ["outputTokens"] = 20, ["totalTokens"] = 120 };

    private static string StopReason(ModelReply reply) => reply.Calls.Length > 0 ? "tool_use" : "end_turn";

    private static IEnumerable<string> Pieces(string text) => text.Chunk(9).Select(piece => new string(piece));

    private static IEnumerable<JsonObject> Blocks(ModelReply reply)
    {
        if (reply.Thinking is not null)
        {
            yield return new JsonObject
            {
                ["reasoningContent"] = new JsonObject { ["reasoningText"] = new JsonObject { ["text"] = reply.Thinking, ["signature"] = ModelReply.Signature } },
            };
        }

        if (reply.Text is not null)
        {
            yield return new JsonObject { ["text"] = reply.Text };
        }

        foreach (ModelCall call in reply.Calls)
        {
            yield return new JsonObject { ["toolUse"] = new JsonObject { ["toolUseId"] = call.Id, ["name"] = call.Name, ["input"] = call.Input.DeepClone() } };
        }
    }
}
