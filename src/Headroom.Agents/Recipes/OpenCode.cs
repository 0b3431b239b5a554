using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.Agents.Hosts;

namespace Headroom.Agents.Recipes;

/// <summary>OpenCode: the addresses of its providers, laid over its own configuration for this run.</summary>
internal sealed class OpenCode : IAgentRecipe
{
    private const string Variable = "OPENCODE_CONFIG_CONTENT";

    /// <inheritdoc/>
    public string Name => "opencode";

    /// <inheritdoc/>
    public string Command => "opencode";

    /// <inheritdoc/>
    public AgentSetup Prepare(AgentPlace place)
    {
        JsonObject configuration = Own(place.Variable(Variable));
        var providers = Child(configuration, "provider");
        foreach ((string provider, string version) in (ReadOnlySpan<(string, string)>)[("anthropic", "/v1"), ("openai", "/v1"), ("google", "/v1beta")])
        {
            JsonObject options = Child(Child(providers, provider), "options");
            options["baseURL"] = place.Root + version;
            JsonObject headers = Child(options, "headers");
            foreach ((string name, string value) in place.Headers)
            {
                headers[name] = value;
            }
        }

        if (place.Mcp is { } server)
        {
            Child(configuration, "mcp")[McpServerEntry.Name] = McpHosts.OpenCode(server);
        }

        return new AgentSetup { Environment = new Dictionary<string, string> { [Variable] = configuration.ToJsonString() } };
    }

    private static JsonObject Own(string? content)
    {
        try
        {
            return string.IsNullOrWhiteSpace(content) ? [] : JsonNode.Parse(content) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child)
        {
            return child;
        }

        JsonObject made = [];
        parent[name] = made;
        return made;
    }
}
