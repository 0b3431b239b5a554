using System.Text.Json;
using Headroom.Mcp.Backends;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Headroom.Mcp.Tools;

/// <summary>A tool with a constant schema. What goes wrong is an answer that the model can act on, never a broken session.</summary>
internal abstract class HeadroomTool(string name, string description, string schema, bool changesNothing = true) : McpServerTool
{
    /// <inheritdoc/>
    public override Tool ProtocolTool { get; } = new()
    {
        Name = name,
        Description = description,
        InputSchema = JsonDocument.Parse(schema).RootElement,
        Annotations = new ToolAnnotations { ReadOnlyHint = changesNothing, OpenWorldHint = false, DestructiveHint = false },
    };

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var arguments = new ToolArguments(request.Params?.Arguments);
        try
        {
            return Text(await RunAsync(arguments, cancellationToken).ConfigureAwait(false));
        }
        catch (ToolException refused)
        {
            CallToolResult result = Text(JsonSerializer.Serialize(
                new ToolError(refused.Message, arguments.OptionalText("hash")), McpJson.Readable.ToolError));
            result.IsError = true;
            return result;
        }
    }

    /// <summary>Does the work.</summary>
    /// <returns>What the model reads.</returns>
    /// <exception cref="ToolException">It could not be done.</exception>
    public abstract Task<string> RunAsync(ToolArguments arguments, CancellationToken cancellationToken);

    private static CallToolResult Text(string text) => new() { Content = [new TextContentBlock { Text = text }] };
}

/// <summary>What a tool answers when it could not do its work.</summary>
internal sealed record ToolError(string Error, string? Hash);
