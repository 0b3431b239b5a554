using System.Text.Json.Nodes;
using Headroom.Agents.Hosts;

namespace Headroom.Agents.Recipes;

/// <summary>Our MCP server for one run of an agent: as an argument where the agent takes one, else in its file, which is given back.</summary>
internal static class RunServer
{
    /// <summary>The server in the file of a host; nothing where none is wanted, or one stands there under our name.</summary>
    public static IReadOnlyList<FileEdit> InFileOf(string host, AgentPlace place)
    {
        if (place.Mcp is not { } entry)
        {
            return [];
        }

        IMcpHost known = McpHosts.All.First(one => one.Name == host);
        var hosts = new HostPlace(place.Home, place.Variable);
        return McpHosts.State(known, hosts, entry) is McpRegistration.Absent or McpRegistration.NotDetected
            ? [new FileEdit(known.File(hosts), content => known.Register(content, entry))]
            : [];
    }

    /// <summary>The server as JSON for an argument. Other users of the machine see arguments: values of variables stay in <see cref="Variables"/>.</summary>
    /// <param name="entry">The server.</param>
    /// <param name="more">What this agent wants besides.</param>
    public static string AsArgument(McpServerEntry entry, params ReadOnlySpan<(string Name, JsonNode Value)> more)
    {
        JsonObject server = JsonMcpHost.Common(entry with { Environment = entry.Environment.ToDictionary(variable => variable.Key, variable => $"${{{variable.Key}}}") });
        foreach ((string name, JsonNode value) in more)
        {
            server[name] = value;
        }

        return new JsonObject { ["mcpServers"] = new JsonObject { [McpServerEntry.Name] = server } }.ToJsonString();
    }

    /// <summary>The variables of the server, for the agent to hand on.</summary>
    public static IReadOnlyDictionary<string, string> Variables(AgentPlace place) => place.Mcp?.Environment ?? new Dictionary<string, string>();
}
