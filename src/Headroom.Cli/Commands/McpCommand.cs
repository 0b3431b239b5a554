using System.CommandLine;
using Headroom.Agents.Hosts;
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

    /// <summary>How a host is to start this program as its server.</summary>
    /// <param name="hasGraph">Whether it indexes the host's project.</param>
    /// <param name="where">The options that say where it does its work.</param>
    /// <param name="key">The key of the gateway that they name; <c>null</c> for none.</param>
    public static McpServerEntry Entry(bool hasGraph, IEnumerable<string> where, string? key)
    {
        IReadOnlyList<string> own = OwnProgram.Command;
        return new McpServerEntry(
            own[0], [.. own.Skip(1), "mcp", "serve", .. hasGraph ? (ReadOnlySpan<string>)["--code-graph"] : [], .. where],
            key is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [GatewayOption.KeyVariable] = key });
    }

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
