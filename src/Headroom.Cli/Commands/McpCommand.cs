using System.CommandLine;
using Headroom.Cli.Embedded;
using Headroom.Context.Symbols;
using Headroom.Mcp.Serving;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom mcp</c>: Headroom's tools for hosts of the Model Context Protocol.</summary>
internal static class McpCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("mcp", "Offers compression and retrieval as MCP tools.")
    {
        Serve(), McpHostCommands.Install(), McpHostCommands.Uninstall(), McpHostCommands.Status(),
    };

    /// <summary>The option that offers the symbols of a project.</summary>
    public static Option<bool> GraphOption() => new("--code-graph")
    {
        Description = "Also index the source code of the directory that the host works in: headroom_symbols, headroom_outline, and headroom_read keeps what the rest of the project uses.",
    };

    private static Command Serve()
    {
        GatewayOption gateway = new();
        Option<string?> data = DataDirectory.Option();
        Option<bool> graph = GraphOption();
        ProfileOptions profile = new();
        Command command = new("serve", "Serves one MCP client on standard input and output.") { data, graph };
        gateway.AddTo(command);
        profile.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using McpBackend backend = gateway.Read(parsed, DataDirectory.Resolve(parsed.GetValue(data))) is { } remote
                ? McpBackend.Over(remote)
                : McpBackend.Over(EmbeddedStores.Open(parsed.GetValue(data)), profile.Read(parsed));
            using ProjectSymbols? project = parsed.GetValue(graph) ? new ProjectSymbols(Environment.CurrentDirectory) : null;
            await McpServing.RunStdioAsync(backend.Tools, project, cancellationToken);
            return 0;
        });
        return command;
    }
}
