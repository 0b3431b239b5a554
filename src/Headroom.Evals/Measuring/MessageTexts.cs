using System.Text.Json;

namespace Headroom.Evals.Measuring;

/// <summary>The texts of messages as a model reads them.</summary>
internal static class MessageTexts
{
    /// <summary>The results of tools, in order.</summary>
    public static IReadOnlyList<string> Results(string messages)
    {
        using JsonDocument document = JsonDocument.Parse(messages);
        return [.. document.RootElement.EnumerateArray().SelectMany(Blocks)
            .Where(block => block.GetProperty("type").ValueEquals("tool_result")).Select(block => block.GetProperty("content").GetString()!)];
    }

    private static IEnumerable<JsonElement> Blocks(JsonElement message) =>
        message.GetProperty("content") is { ValueKind: JsonValueKind.Array } content ? content.EnumerateArray() : [];
}
