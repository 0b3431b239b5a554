using System.Text.Json.Nodes;

namespace Headroom.EndToEnd.Tests.Agents;

/// <summary>An agent on Gemini that keeps every chunk of a stream as a content of its own, as the chats of Google's SDK do.</summary>
public sealed class GeminiChatAgent : GeminiAgent
{
    protected override JsonNode Consolidated(IEnumerable<JsonNode> chunks) => new JsonArray([.. chunks
        .Select(chunk => chunk["candidates"]![0]!["content"]!)
        .Where(content => content["parts"]!.AsArray().All(part => (string?)part!["text"] != ""))
        .Select(content => content.DeepClone())]);
}
