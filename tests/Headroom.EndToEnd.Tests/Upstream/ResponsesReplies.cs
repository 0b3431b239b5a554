using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests.Upstream;

/// <summary>Writes a reply as the Responses API does.</summary>
public static class ResponsesReplies
{
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static int _answers;

    public static async Task WriteAsync(HttpContext context, RecordedRequest request, ModelReply reply)
    {
        JsonNode asked = JsonNode.Parse(request.Body)!;
        if (asked["stream"]?.GetValue<bool>() != true)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Answer(asked, reply, NewId()).ToJsonString(AsWritten));
            return;
        }

        context.Response.ContentType = "text/event-stream";
        foreach (string data in Events(asked, reply))
        {
            await context.Response.WriteAsync($"event: {(string?)JsonNode.Parse(data)!["type"]}\ndata: {data}\n\n");
            await context.Response.Body.FlushAsync();
        }
    }

    /// <summary>The JSON of every event.</summary>
    public static IEnumerable<string> Events(JsonNode asked, ModelReply reply)
    {
        string id = NewId();
        JsonObject answer = Answer(asked, reply, id);
        int number = 0;
        string Event(string type, JsonObject data)
        {
            data.Insert(0, "type", type);
            data.Insert(1, "sequence_number", number++);
            return data.ToJsonString(AsWritten);
        }

        JsonObject begun = answer.DeepClone().AsObject();
        (begun["status"], begun["output"], begun["usage"]) = ("in_progress", new JsonArray(), null);
        yield return Event("response.created", new JsonObject { ["response"] = begun });
        foreach ((int index, JsonNode? item) in answer["output"]!.AsArray().Index())
        {
            yield return Event("response.output_item.added", new JsonObject { ["output_index"] = index, ["item"] = Begun(item!) });
            (string type, string text) = ((string)item!["type"]!) switch
            {
                "message" => ("response.output_text.delta", (string)item["content"]![0]!["text"]!),
                "function_call" => ("response.function_call_arguments.delta", (string)item["arguments"]!),
                _ => ("", ""),
            };
            foreach (char[] piece in text.Chunk(9))
            {
                yield return Event(type, new JsonObject { ["item_id"] = (string?)item["id"], ["output_index"] = index, ["delta"] = new string(piece) });
            }

            yield return Event("response.output_item.done", new JsonObject { ["output_index"] = index, ["item"] = item.DeepClone() });
        }

        yield return Event("response.completed", new JsonObject { ["response"] = answer });
    }

    private static string NewId() => "resp_" + Interlocked.Increment(ref _answers).ToString("x8", CultureInfo.InvariantCulture);

    private static JsonObject Begun(JsonNode item)
    {
        JsonObject begun = item.DeepClone().AsObject();
        foreach (string name in new[] { "arguments", "content" }.Where(begun.ContainsKey))
        {
            begun[name] = name == "content" ? new JsonArray() : "";
        }

        return begun;
    }

    private static JsonObject Answer(JsonNode asked, ModelReply reply, string id)
    {
        var output = new JsonArray();
        if (reply.Thinking is not null)
        {
            output.Add(new JsonObject
            {
                ["id"] = $"rs_{id}", ["type"] = "reasoning", ["summary"] = new JsonArray(new JsonObject { ["type"] = "summary_text", ["text"] = reply.Thinking }),
                ["encrypted_content"] = ModelReply.Signature + id,
            });
        }

        if (reply.Text is not null)
        {
            output.Add(new JsonObject
            {
                ["id"] = $"msg_{id}", ["type"] = "message", ["status"] = "completed", ["role"] = "assistant",
                ["content"] = new JsonArray(new JsonObject { ["type"] = "output_text", ["text"] = reply.Text, ["annotations"] = new JsonArray() }),
            });
        }

        foreach (ModelCall call in reply.Calls)
        {
            output.Add(new JsonObject
            {
                ["id"] = $"fc_{id}_{call.Id}", ["type"] = "function_call", ["status"] = "completed", ["call_id"] = call.Id, ["name"] = call.Name,
                ["arguments"] = call.Input.ToJsonString(AsWritten),
            });
        }

        return new JsonObject
        {
            ["id"] = id, ["object"] = "response", ["status"] = "completed", ["model"] = "gpt-5", ["previous_response_id"] = asked["previous_response_id"]?.DeepClone(),
            ["tools"] = asked["tools"]?.DeepClone() ?? new JsonArray(), ["output"] = output,
            ["usage"] = new JsonObject
            {
                ["input_tokens"] = 100, ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 40 }, ["output_tokens"] = 20, ["total_tokens"] = 120,
            },
        };
    }
}
