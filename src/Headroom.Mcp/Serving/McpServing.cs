using System.Reflection;
using Headroom.Context.Symbols;
using Headroom.Mcp.Backends;
using Headroom.Mcp.Originals;
using Headroom.Mcp.Tools;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Headroom.Mcp.Serving;

/// <summary>The MCP server: which tools and resources there are, and how it is served beside its client.</summary>
public static class McpServing
{
    /// <summary>Serves one client on standard input and output until it hangs up; nothing else may write to standard output.</summary>
    /// <param name="backend">Where the tools do their work.</param>
    /// <param name="project">The symbols of the client's project; <c>null</c> where they are not offered.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunStdioAsync(IToolBackend backend, ProjectSymbols? project, CancellationToken cancellationToken)
    {
        McpServerOptions options = Options(backend, new ToolSession(), readsFiles: true, project);
        await using var transport = new StdioServerTransport(options);
        await using McpServer server = McpServer.Create(transport, options);
        try
        {
            await server.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how a person ends it.
        }
    }

    /// <summary>Tools and resources over a backend.</summary>
    /// <param name="backend">Where they do their work.</param>
    /// <param name="session">Whose figures they add to.</param>
    /// <param name="readsFiles">Whether files of this machine may be read: only where the client runs on it, as the same user.</param>
    /// <param name="project">The symbols of the client's project; <c>null</c> where they are not offered.</param>
    internal static McpServerOptions Options(IToolBackend backend, ToolSession session, bool readsFiles, ProjectSymbols? project = null)
    {
        var originals = new OriginalResources(backend, session);
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "headroom", Version = Version },
            ServerInstructions = "Text that was shortened carries markers such as [200 rows → 14 shown. Full content: headroom_retrieve hash=…]; headroom_retrieve gives back what they stand for.",
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability(), Resources = new ResourcesCapability() },
            ToolCollection = [new CompressTool(backend, session), new RetrieveTool(backend, session), new StatsTool(backend, session)],
            Handlers = new McpServerHandlers
            {
                ListResourcesHandler = (_, _) => new(originals.List()),
                ListResourceTemplatesHandler = (_, _) => new(OriginalResources.Templates()),
                ReadResourceHandler = async (request, cancellationToken) => await originals.ReadAsync(request.Params?.Uri, cancellationToken).ConfigureAwait(false),
            },
        };
        if (readsFiles)
        {
            options.ToolCollection.Add(new ReadTool(backend, session, project));
        }

        if (project is not null)
        {
            options.ToolCollection.Add(new SymbolsTool(project));
            options.ToolCollection.Add(new OutlineTool(project));
        }

        return options;
    }

    private static string Version { get; } =
        typeof(McpServing).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
