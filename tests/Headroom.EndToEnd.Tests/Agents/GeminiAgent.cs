using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Upstream;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests.Agents;

/// <summary>
/// An agent on Gemini that keeps its history as Gemini CLI does: texts joined, thoughts and empty texts dropped, and results
/// under ids of its own making. Every second stream comes as an array.
/// </summary>
public class GeminiAgent : AgentConversation
{
    private int _streams;

    public override string Path => "/v1beta/models/gemini-2.5-pro:generateContent";

    public override string HistoryName => "contents";

    public override string StreamPath => "/v1beta/models/gemini-2.5-pro:streamGenerateContent" + (++_streams % 2 == 0 ? "" : "?alt=sse");

    public override Task ReplyAsync(HttpContext context, RecordedRequest request, ModelReply reply) => GeminiReplies.WriteAsync(context, request, reply);

    public override void Say(string text) => History.Add(new JsonObject { ["role"] = "user", ["parts"] = new JsonArray(new JsonObject { ["text"] = text }) });

    public override void GiveResult(string callId, string content) => History.Add(new JsonObject
    {
        ["role"] = "user",
        ["parts"] = new JsonArray(new JsonObject
        {
            ["functionResponse"] = new JsonObject { ["id"] = callId, ["name"] = "search", ["response"] = new JsonObject { ["output"] = content } },
        }),
    });

    protected override void MarkStream(JsonObject body)
    {
    }

    protected override JsonObject Head() => new()
    {
        ["systemInstruction"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = "You are a careful agent." }) },
        ["tools"] = new JsonArray(
            new JsonObject
            {
                ["functionDeclarations"] = new JsonArray(new JsonObject { ["name"] = "search", ["parametersJsonSchema"] = new JsonObject { ["type"] = "object" } }),
            }),
    };

    protected override JsonNode FromAnswer(JsonNode answer) => Consolidated([answer]);

    protected override JsonNode FromStream(string stream) =>
        Consolidated(stream.StartsWith('[') ? JsonNode.Parse(stream)!.AsArray().Select(chunk => chunk!) : Events(stream));

    protected virtual JsonNode Consolidated(IEnumerable<JsonNode> chunks)
    {
        var kept = new JsonArray();
        JsonNode[] answers = [.. chunks];
        Assert.Equal("STOP", (string?)answers[^1]["candidates"]![0]!["finishReason"]);
        foreach (JsonNode part in answers.SelectMany(chunk => chunk["candidates"]![0]!["content"]!["parts"]!.AsArray()).Select(part => part!))
        {
            if (part["thought"] is not null || (string?)part["text"] == "")
            {
                continue;
            }

            if (part["text"] is not null && kept.Count > 0 && kept[^1]!["text"] is { } before)
            {
                kept[^1]!["text"] = (string)before! + (string)part["text"]!;
                continue;
            }

            kept.Add(part.DeepClone());
        }

        return new JsonObject { ["role"] = "model", ["parts"] = kept };
    }
}
