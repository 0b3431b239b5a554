using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Upstream;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests.Agents;

/// <summary>An agent on Bedrock's Converse that marks the last message for caching, and gives every second list as JSON.</summary>
public sealed class ConverseAgent : AgentConversation
{
    private const string Model = "/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0";
    private const string CachePoint = "{\"cachePoint\":{\"type\":\"default\"}}";

    private int _results;

    public override string Path => Model + "/converse";

    public override string StreamPath => Model + "/converse-stream";

    public override Task ReplyAsync(HttpContext context, RecordedRequest request, ModelReply reply) => BedrockReplies.WriteAsync(context, request, reply);

    public override void Say(string text) => History.Add(new JsonObject { ["role"] = "user", ["content"] = new JsonArray(new JsonObject { ["text"] = text }) });

    public override void GiveResult(string callId, string content)
    {
        JsonObject part = content.StartsWith('[') && ++_results % 2 == 0 ? new() { ["json"] = JsonNode.Parse(content) } : new() { ["text"] = content };
        var result = new JsonObject { ["toolResult"] = new JsonObject { ["toolUseId"] = callId, ["content"] = new JsonArray(part), ["status"] = "success" } };
        if ((string)History[^1]!["role"]! == "user")
        {
            History[^1]!["content"]!.AsArray().Add(result);
        }
        else
        {
            History.Add(new JsonObject { ["role"] = "user", ["content"] = new JsonArray(result) });
        }
    }

    protected override JsonObject Head() => new()
    {
        ["system"] = new JsonArray(new JsonObject { ["text"] = "You are a careful agent." }), ["inferenceConfig"] = new JsonObject { ["maxTokens"] = 4000 },
        ["toolConfig"] = new JsonObject
        {
            ["tools"] = new JsonArray(new JsonObject
            {
                ["toolSpec"] = new JsonObject { ["name"] = "search", ["inputSchema"] = new JsonObject { ["json"] = new JsonObject { ["type"] = "object" } } },
            }),
        },
    };

    protected override void MarkStream(JsonObject body)
    {
    }

    protected override JsonArray Marked(JsonArray messages)
    {
        messages[^1]!["content"]!.AsArray().Add(JsonNode.Parse(CachePoint));
        return messages;
    }

    protected override string Settled(string messages) => messages.Replace("," + CachePoint, "", StringComparison.Ordinal);

    protected override string Decoded(byte[] answer, bool isStream) => isStream
        ? string.Concat(AwsEventStream.Read(answer).Select(message => $"{message.Type} {message.Json}\n"))
        : base.Decoded(answer, isStream);

    protected override JsonNode FromAnswer(JsonNode answer) => answer["output"]!["message"]!.DeepClone();

    protected override JsonNode FromStream(string stream)
    {
        SortedDictionary<int, JsonObject> blocks = [];
        Dictionary<int, StringBuilder> inputs = [];
        string[] lines = stream.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("metadata ", lines[^1], StringComparison.Ordinal);
        foreach (string line in lines.Where(line => line.StartsWith("contentBlock", StringComparison.Ordinal)))
        {
            JsonNode data = JsonNode.Parse(line[line.IndexOf(' ', StringComparison.Ordinal)..])!;
            int index = (int)data["contentBlockIndex"]!;
            Assert.InRange(index, 0, blocks.Count);
            blocks.TryAdd(index, []);
            inputs.TryAdd(index, new StringBuilder());
            if (data["start"] is { } start)
            {
                blocks[index] = start.DeepClone().AsObject();
            }

            if (data["delta"] is { } delta)
            {
                Extend(blocks[index], delta, inputs[index]);
            }
        }

        foreach ((int index, JsonObject block) in blocks.Where(pair => pair.Value["toolUse"] is not null))
        {
            block["toolUse"]!["input"] = JsonNode.Parse(inputs[index].ToString());
        }

        return new JsonObject { ["role"] = "assistant", ["content"] = new JsonArray([.. blocks.Values]) };
    }

    private static void Extend(JsonObject block, JsonNode delta, StringBuilder input)
    {
        input.Append((string?)delta["toolUse"]?["input"]);
        if (delta["text"] is { } text)
        {
            block["text"] = (string?)block["text"] + (string)text!;
        }

        foreach (string name in new[] { "text", "signature" }.Where(name => delta["reasoningContent"]?[name] is not null))
        {
            block["reasoningContent"] ??= new JsonObject { ["reasoningText"] = new JsonObject() };
            JsonNode thought = block["reasoningContent"]!["reasoningText"]!;
            thought[name] = (string?)thought[name] + (string)delta["reasoningContent"]![name]!;
        }
    }
}
