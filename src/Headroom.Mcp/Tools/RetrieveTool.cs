using System.Text.Json;
using Headroom.Mcp.Backends;
using Headroom.Mcp.Serving;
using Shared = Headroom.Protocols.Retrieval.RetrieveTool;

namespace Headroom.Mcp.Tools;

/// <summary><c>headroom_retrieve</c>: the original behind a marker; described as the gateway describes it to models.</summary>
internal sealed class RetrieveTool(IToolBackend backend, ToolSession session) : HeadroomTool(Shared.NameText, Shared.Description, Shared.Parameters)
{
    /// <inheritdoc/>
    public override async Task<string> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        RetrievedContent found = await backend.RetrieveAsync(
            arguments.Text("hash"), arguments.OptionalText("query"), arguments.OptionalText("range"), cancellationToken).ConfigureAwait(false);
        session.CountRetrieval();
        return JsonSerializer.Serialize(found, McpJson.Readable.RetrievedContent);
    }
}
