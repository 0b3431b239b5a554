using System.Text.Json;
using Headroom.Mcp.Backends;
using Headroom.Mcp.Serving;

namespace Headroom.Mcp.Tools;

/// <summary><c>headroom_compress</c>: a text or messages, made smaller.</summary>
internal sealed class CompressTool(IToolBackend backend, ToolSession session) : HeadroomTool(
    "headroom_compress",
    "Makes a large text smaller (JSON, logs, search results, diffs, tables, prose, or JSON with a list of chat messages) and keeps the original. "
    + "What is left out is marked with how much it was and a hash; headroom_retrieve gives it back.",
    """{"type":"object","properties":{"content":{"type":"string","description":"The text to make smaller."},"question":{"type":"string","description":"Optional. What you want to know from it; what matches stays."}},"required":["content"]}""",
    changesNothing: false)
{
    /// <inheritdoc/>
    public override async Task<string> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        CompressedContent compressed = await backend.CompressAsync(arguments.Text("content"), arguments.OptionalText("question"), cancellationToken).ConfigureAwait(false);
        session.Count(compressed);
        return JsonSerializer.Serialize(compressed, McpJson.Readable.CompressedContent);
    }
}
