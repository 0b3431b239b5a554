using System.Text.Json.Nodes;

namespace Headroom.Agents.Hosts;

/// <summary>The hosts that are known.</summary>
public static class McpHosts
{
    /// <value>All of them, by name.</value>
    public static IReadOnlyList<IMcpHost> All { get; } =
    [
        new JsonMcpHost("claude", place => place.Below("CLAUDE_CONFIG_DIR", "", ".claude.json"), "mcpServers", JsonMcpHost.Typed, place => place.Below("CLAUDE_CONFIG_DIR", ".claude")),
        new CodexMcpHost(),
        new JsonMcpHost("cursor", place => place.Below(null, ".cursor", "mcp.json"), "mcpServers", JsonMcpHost.Common),
        new JsonMcpHost("gemini", place => place.Below(null, ".gemini", "settings.json"), "mcpServers", JsonMcpHost.Common),
        new JsonMcpHost("opencode", place => place.Below("XDG_CONFIG_HOME", ".config", "opencode", "opencode.json"), "mcp", OpenCode),
        new JsonMcpHost("vscode", place => place.ApplicationData("Code", "User", "mcp.json"), "servers", JsonMcpHost.Typed),
        new JsonMcpHost("windsurf", place => place.Below(null, ".codeium", "windsurf", "mcp_config.json"), "mcpServers", JsonMcpHost.Common),
    ];

    /// <summary>The owner that a host's change is journaled under.</summary>
    public static string Owner(IMcpHost host) => $"mcp:{host.Name}";

    /// <summary>How our server stands with a host.</summary>
    /// <exception cref="InvalidDataException">The host's file cannot be read.</exception>
    public static McpRegistration State(IMcpHost host, HostPlace place, McpServerEntry entry)
    {
        string file = host.File(place);
        return !host.IsDetected(place) ? McpRegistration.NotDetected : host.State(File.Exists(file) ? File.ReadAllBytes(file) : [], entry);
    }

    private static JsonObject OpenCode(McpServerEntry entry)
    {
        var server = new JsonObject { ["type"] = "local", ["command"] = JsonMcpHost.List([entry.Command, .. entry.Arguments]), ["enabled"] = true };
        if (entry.Environment.Count > 0)
        {
            server["environment"] = JsonMcpHost.Map(entry.Environment);
        }

        return server;
    }
}
