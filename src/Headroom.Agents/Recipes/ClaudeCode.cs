using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Headroom.Agents.Recipes;

/// <summary>Claude Code. The key goes into a header, so that a subscription's own sign-in stays as it is.</summary>
internal sealed class ClaudeCode : IAgentRecipe
{
    private const string Address = "ANTHROPIC_BASE_URL";

    /// <inheritdoc/>
    public string Name => "claude";

    /// <inheritdoc/>
    public string Command => "claude";

    /// <inheritdoc/>
    public AgentSetup Prepare(AgentPlace place)
    {
        var environment = new Dictionary<string, string>
        {
            [Address] = place.Root,
            ["ANTHROPIC_CUSTOM_HEADERS"] = place.HeadersAfter("ANTHROPIC_CUSTOM_HEADERS", "\n"),
        };
        if (!place.Has("ENABLE_TOOL_SEARCH"))
        {
            // Claude Code searches tools at its own address only, unless it is told to.
            environment["ENABLE_TOOL_SEARCH"] = "true";
        }

        if (place.Variable("CLAUDE_CODE_USE_VERTEX") is "1" or "true")
        {
            environment["ANTHROPIC_VERTEX_BASE_URL"] = place.Root + "/v1";
        }

        foreach ((string name, string value) in RunServer.Variables(place))
        {
            environment[name] = value;
        }

        // Settings files win over the environment; what is given as an argument wins over both.
        string[] overriding = [.. SettingsFiles(place).Where(file => NamesAddress(file, environment.Keys))];
        bool hasOwnSettings = place.Arguments.Any(argument => argument is "--settings" || argument.StartsWith("--settings=", StringComparison.Ordinal));
        return new AgentSetup
        {
            Environment = environment,
            Arguments =
            [
                .. overriding.Length > 0 && !hasOwnSettings ? (ReadOnlySpan<string>)["--settings", Settings(environment)] : [],

                // In one word: behind the option alone, Claude Code would take what follows for more files.
                .. place.Mcp is { } server ? (ReadOnlySpan<string>)[$"--mcp-config={RunServer.AsArgument(server)}"] : [],
            ],
            Notes = overriding.Length > 0 && hasOwnSettings ? [$"{overriding[0]} sets {Address}, and --settings is yours: Claude Code may not go through Headroom."] : [],
        };
    }

    private static IEnumerable<string> SettingsFiles(AgentPlace place)
    {
        string configuration = place.Variable("CLAUDE_CONFIG_DIR") is { Length: > 0 } given ? given : Path.Combine(place.Home, ".claude");
        return
        [
            Path.Combine(configuration, "settings.json"),
            Path.Combine(place.WorkingDirectory, ".claude", "settings.json"),
            Path.Combine(place.WorkingDirectory, ".claude", "settings.local.json"),
        ];
    }

    private static bool NamesAddress(string file, IEnumerable<string> names)
    {
        try
        {
            return File.Exists(file)
                && JsonNode.Parse(File.ReadAllBytes(file), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })
                    is JsonObject settings
                && settings["env"] is JsonObject set && names.Any(set.ContainsKey);
        }
        catch (JsonException)
        {
            // Claude Code says itself what is wrong with the file.
            return false;
        }
    }

    private static string Settings(Dictionary<string, string> environment)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("env");
            foreach ((string name, string value) in environment)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
