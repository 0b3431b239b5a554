using System.Text;
using Headroom.Agents.Changes;
using Headroom.Agents.Configs;
using Headroom.Agents.Hosts;

namespace Headroom.Agents.Recipes;

/// <summary>Continue's command line: a copy of its configuration with our addresses, given as an argument; the user's own file stays.</summary>
internal sealed class Continue : IAgentRecipe
{
    /// <inheritdoc/>
    public string Name => "continue";

    /// <inheritdoc/>
    public string Command => "cn";

    /// <inheritdoc/>
    public AgentSetup Prepare(AgentPlace place)
    {
        int given = place.Arguments.ToList().FindIndex(argument => argument == "--config");
        string own = given >= 0 && given + 1 < place.Arguments.Count
            ? Path.GetFullPath(place.Arguments[given + 1], place.WorkingDirectory)
            : Path.Combine(place.Home, ".continue", "config.yaml");
        if (!File.Exists(own))
        {
            return new AgentSetup { Notes = [$"Continue has no {own}: its models cannot be pointed at Headroom. Give one with --config."] };
        }

        string copy = Path.Combine(place.DataDirectory, "continue", "config.yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        DurableFile.Write(copy, Encoding.UTF8.GetBytes(WithServer(Redirect(File.ReadAllText(own), place), place.Mcp)));

        // The last --config wins.
        return new AgentSetup { LastArguments = ["--config", copy] };
    }

    /// <summary>Gives each model of a known provider our address, in place of its own or behind the line that names the provider.</summary>
    private static string Redirect(string yaml, AgentPlace place)
    {
        var edited = new StringBuilder();
        string? address = null;
        foreach (string line in yaml.Split('\n'))
        {
            string trimmed = line.TrimStart(' ', '-').TrimEnd();
            string indent = new(' ', line.Length - line.TrimStart(' ', '-').Length);
            if (trimmed.StartsWith("provider:", StringComparison.Ordinal))
            {
                address = Address(trimmed["provider:".Length..].Trim(' ', '"', '\''), place);
                edited.Append(line).Append('\n').Append(address is null ? "" : $"{indent}apiBase: \"{address}\"\n");
            }
            else if (!trimmed.StartsWith("apiBase:", StringComparison.Ordinal) || address is null)
            {
                edited.Append(line).Append('\n');
            }
        }

        return edited.ToString(0, edited.Length - 1);
    }

    /// <summary>Puts our MCP server before those that the configuration names, as they are written, or behind everything.</summary>
    private static string WithServer(string yaml, McpServerEntry? server)
    {
        if (server is null)
        {
            return yaml;
        }

        List<string> lines = [.. yaml.Split('\n')];
        int section = lines.FindIndex(line => line.TrimEnd() == "mcpServers:");
        string? first = section < 0 ? null : lines.Skip(section + 1).FirstOrDefault(line => line.TrimStart() is { Length: > 0 } text && text[0] != '#');
        if (section < 0 && !lines.Exists(line => line.StartsWith("mcpServers:", StringComparison.Ordinal)))
        {
            return $"{yaml.TrimEnd('\n')}\nmcpServers:\n{Item(server, "  ")}\n";
        }

        if (first?.TrimStart().StartsWith('-') == true)
        {
            lines.Insert(section + 1, Item(server, first[..(first.Length - first.TrimStart().Length)]));
        }

        return string.Join('\n', lines);
    }

    /// <summary>JSON's strings and lists of strings are YAML's too.</summary>
    private static string Item(McpServerEntry server, string indent)
    {
        string environment = string.Concat(server.Environment.Select(variable => $"\n{indent}    {variable.Key}: {ConfigJson.Quote(variable.Value)}"));
        return $"{indent}- name: {McpServerEntry.Name}\n{indent}  command: {ConfigJson.Quote(server.Command)}\n{indent}  args: [{string.Join(", ", server.Arguments.Select(ConfigJson.Quote))}]"
            + (environment.Length == 0 ? "" : $"\n{indent}  env:{environment}");
    }

    private static string? Address(string provider, AgentPlace place) => provider switch
    {
        "anthropic" or "openai" => place.RootWithKey + "/v1/",
        "gemini" => place.RootWithKey + "/v1beta/",
        _ => null,
    };
}
