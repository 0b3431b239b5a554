using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests.Upstream;

/// <summary>Writes a reply as generateContent and streamGenerateContent do: the client's calls have no ids, and the first call is signed.</summary>
public static class GeminiReplies
{
    public static async Task WriteAsync(HttpContext context, RecordedRequest request, ModelReply reply)
    {
        JsonObject[] parts = [.. Parts(reply)];
        if (!request.Target.Contains(":streamGenerateContent", StringComparison.Ordinal))
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Chunk(isLast: true, parts).ToJsonString());
            return;
        }

        JsonObject[] chunks = [.. parts.SelectMany(Pieces).Select(piece => Chunk(isLast: false, piece)), Chunk(isLast: true, new JsonObject { ["text"] = "" })];
        bool isArray = !request.Target.Contains("alt=sse", StringComparison.Ordinal);
        context.Response.ContentType = isArray ? "application/json" : "text/event-stream";
        for (int i = 0; i < chunks.Length; i++)
        {
            string json = chunks[i].ToJsonString();
            await context.Response.WriteAsync(isArray ? (i == 0 ? "[" : ",\r\n") + json : $"data: {json}\r\n\r\n");
            await context.Response.Body.FlushAsync();
        }

        await context.Response.WriteAsync(isArray ? "\n]" : "");
    }

    private static JsonObject Chunk(bool isLast, params JsonObject[] parts)
    {
        var candidate = new JsonObject { ["content"] = new JsonObject { ["parts"] = new JsonArray([.. parts]), ["role"] = "model" } };
        if (isLast)
        {
            candidate["finishReason"] = "STOP";
        }

        candidate["index"] = 0;
        return new JsonObject
        {
            ["candidates"] = new JsonArray(candidate),
            ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 100, ["candidatesTokenCount"] = 20, ["totalTokenCount"] = 120 }, ["responseId"] = "r1",
        };
    }

    private static IEnumerable<JsonObject> Parts(ModelReply reply)
    {
        if (reply.Thinking is not null)
        {
            yield return new JsonObject { ["text"] = reply.Thinking, ["thought"] = true };
        }

        if (reply.Text is not null)
        {
            yield return new JsonObject { ["text"] = reply.Text };
        }

        for (int i = 0; i < reply.Calls.Length; i++)
        {
            ModelCall call = reply.Calls[i];
            var part = new JsonObject { ["functionCall"] = new JsonObject { ["name"] = call.Name, ["args"] = call.Input.DeepClone() } };
            if (call.Id.StartsWith("own", StringComparison.Ordinal))
            {
                part["functionCall"]!["id"] = call.Id;
            }

            if (i == 0)
            {
                part["thoughtSignature"] = ModelReply.Signature;
            }

            yield return part;
        }
    }

    private static IEnumerable<JsonObject> Pieces(JsonObject part)
    {
        if (part["text"] is null || part["thought"] is not null)
        {
            return [part];
        }

        return ((string)part["text"]!).Chunk(9).Select(piece => new JsonObject { ["text"] = new string(piece) });
    }
}
