using System.CommandLine;
using Headroom.Cli.Embedded;
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

    private static Command Serve()
    {
        GatewayOption gateway = new();
        Option<string?> data = DataDirectory.Option();
        ProfileOptions profile = new();
        Command command = new("serve", "Serves one MCP client on standard input and output.") { data };
        gateway.AddTo(command);
        profile.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using McpBackend backend = gateway.Read(parsed, DataDirectory.Resolve(parsed.GetValue(data))) is { } remote
                ? McpBackend.Over(remote)
                : McpBackend.Over(EmbeddedStores.Open(parsed.GetValue(data)), profile.Read(parsed));
            await McpServing.RunStdioAsync(backend.Tools, cancellationToken);
            return 0;
        });
        return command;
    }
}
