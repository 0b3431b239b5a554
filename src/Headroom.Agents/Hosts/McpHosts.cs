using System.Text.Json.Nodes;

namespace Headroom.Agents.Hosts;

/// <summary>The hosts that are known.</summary>
public static class McpHosts
{
    /// <value>All of them, by name.</value>
    public static IReadOnlyList<IMcpHost> All { get; } =
    [
        new JsonMcpHost("claude", place => place.Below("CLAUDE_CONFIG_DIR", "", ".claude.json"), "mcpServers", JsonMcpHost.Typed, place => place.Below("CLAUDE_CONFIG_DIR", ".claude")),
        new JsonMcpHost("claude-desktop", place => place.ApplicationData("Claude", "claude_desktop_config.json"), "mcpServers", JsonMcpHost.Common),
        new JsonMcpHost("cline", Cline, "mcpServers", JsonMcpHost.Common, place => place.Below("CLINE_DIR", ".cline")),
        new CodexMcpHost(),
        new JsonMcpHost("continue", place => place.Below("CONTINUE_GLOBAL_DIR", ".continue", "mcpServers", "headroom.json"), "mcpServers", JsonMcpHost.Common, place => place.Below("CONTINUE_GLOBAL_DIR", ".continue")),
        new JsonMcpHost("cursor", place => place.Below(null, ".cursor", "mcp.json"), "mcpServers", JsonMcpHost.Common),
        new JsonMcpHost("gemini", place => place.Below(null, ".gemini", "settings.json"), "mcpServers", JsonMcpHost.Common),
        new JsonMcpHost("opencode", place => place.Below("XDG_CONFIG_HOME", ".config", "opencode", "opencode.json"), "mcp", OpenCode),
        new JsonMcpHost("qwen", place => place.Below(null, ".qwen", "settings.json"), "mcpServers", JsonMcpHost.Common),
        new JsonMcpHost("vscode", place => place.ApplicationData("Code", "User", "mcp.json"), "servers", JsonMcpHost.Typed),
        new JsonMcpHost("windsurf", place => place.Below(null, ".codeium", "windsurf", "mcp_config.json"), "mcpServers", JsonMcpHost.Common),
        new JsonMcpHost("zed", Zed, "context_servers", JsonMcpHost.Common),
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

    /// <summary>Cline's command line and its extension read the same file; a variable can name another.</summary>
    private static string Cline(HostPlace place) =>
        place.Variable("CLINE_MCP_SETTINGS_PATH") is { Length: > 0 } named ? named : place.Below("CLINE_DIR", ".cline", "data", "settings", "cline_mcp_settings.json");

    /// <summary>Zed keeps its settings below <c>~/.config</c> on macOS too.</summary>
    private static string Zed(HostPlace place) =>
        OperatingSystem.IsWindows() ? place.ApplicationData("Zed", "settings.json") : place.Below("XDG_CONFIG_HOME", ".config", "zed", "settings.json");

    /// <summary>A server as OpenCode writes it.</summary>
    internal static JsonObject OpenCode(McpServerEntry entry)
    {
        var server = new JsonObject { ["type"] = "local", ["command"] = JsonMcpHost.List([entry.Command, .. entry.Arguments]), ["enabled"] = true };
        if (entry.Environment.Count > 0)
        {
            server["environment"] = JsonMcpHost.Map(entry.Environment);
        }

        return server;
    }
}
