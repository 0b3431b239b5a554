using Headroom.Agents.Configs;
using Headroom.Agents.Hosts;

namespace Headroom.Agents.Recipes;

/// <summary>Codex: a provider of its own, given as arguments, so that <c>config.toml</c> stays as it is.</summary>
internal sealed class Codex : IAgentRecipe
{
    /// <summary>The variable that the key travels in; arguments are visible to other users.</summary>
    private const string KeyVariable = "HEADROOM_KEY";

    /// <inheritdoc/>
    public string Name => "codex";

    /// <inheritdoc/>
    public string Command => "codex";

    /// <inheritdoc/>
    public AgentSetup Prepare(AgentPlace place)
    {
        string home = place.Variable("CODEX_HOME") is { Length: > 0 } given ? given : Path.Combine(place.Home, ".codex");

        // Signed in, Codex sends what it signed in with; otherwise the API key of the environment.
        bool isSignedIn = File.Exists(Path.Combine(home, "auth.json")) || !place.Has("OPENAI_API_KEY");
        string credential = isSignedIn ? "requires_openai_auth=true" : "env_key=\"OPENAI_API_KEY\"";
        string headers = place.Key is null ? "" : $",env_http_headers={{X-Headroom-Key=\"{KeyVariable}\"}}";
        string project = ConfigJson.Quote(Uri.EscapeDataString(place.Project));
        string provider =
            $"{{name=\"OpenAI\",base_url={ConfigJson.Quote(place.Root + "/v1")},wire_api=\"responses\",{credential},supports_websockets=true,http_headers={{X-Headroom-Project={project}}}{headers}}}";
        return new AgentSetup
        {
            Arguments =
            [
                "-c", "model_provider=\"headroom\"", "-c", $"model_providers.headroom={provider}",
                .. place.Mcp is { } server ? (ReadOnlySpan<string>)["-c", $"mcp_servers.{McpServerEntry.Name}={Server(server)}"] : [],
            ],
            Environment = new Dictionary<string, string>(RunServer.Variables(place).Concat(place.Key is null ? [] : [KeyValuePair.Create(KeyVariable, place.Key)]).DistinctBy(variable => variable.Key)),
        };
    }

    /// <summary>JSON's strings and lists of strings are TOML's too. Codex hands on the variables that are named.</summary>
    private static string Server(McpServerEntry entry)
    {
        string variables = entry.Environment.Count == 0 ? "" : $",env_vars=[{string.Join(',', entry.Environment.Keys.Select(ConfigJson.Quote))}]";
        return $"{{command={ConfigJson.Quote(entry.Command)},args=[{string.Join(',', entry.Arguments.Select(ConfigJson.Quote))}]{variables}}}";
    }
}
