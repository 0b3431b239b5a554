using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Headroom.Evals.Workloads;

/// <summary>Writes down a question and the tool calls of the agent that looks for its answer, in Anthropic's messages.</summary>
internal sealed class Investigation(string question)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private readonly JsonArray _messages = [new JsonObject { ["role"] = "user", ["content"] = question }];

    /// <summary>JSON as most servers answer: in one line.</summary>
    public static string Json(JsonNode value) => value.ToJsonString(Plain);

    /// <summary>JSON as those answer that mean it for people too.</summary>
    public static string IndentedJson(JsonNode value) => value.ToJsonString(Indented);

    /// <summary>A call of a tool, and its result.</summary>
    public Investigation Call(string tool, JsonObject input, string result)
    {
        string id = $"toolu_{_messages.Count:00}";
        _messages.Add(new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "tool_use", ["id"] = id, ["name"] = tool, ["input"] = input }),
        });
        _messages.Add(new JsonObject
        {
            ["role"] = "user",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = id, ["content"] = result }),
        });
        return this;
    }

    /// <summary>The messages.</summary>
    public string Messages() => Json(_messages);
}
