using System.Text.Json.Nodes;

namespace Headroom.Agents.Recipes;

/// <summary>GitHub Copilot's command line, with a provider key of the user's own; the subscription's own models are GitHub's alone to serve.</summary>
internal sealed class CopilotCli : IAgentRecipe
{
    /// <inheritdoc/>
    public string Name => "copilot";

    /// <inheritdoc/>
    public string Command => "copilot";

    /// <inheritdoc/>
    public AgentSetup Prepare(AgentPlace place)
    {
        string type = place.Variable("COPILOT_PROVIDER_TYPE") is { Length: > 0 } chosen ? chosen
            : place.Has("ANTHROPIC_API_KEY") && !place.Has("OPENAI_API_KEY") ? "anthropic" : "openai";
        string? key = place.Variable("COPILOT_PROVIDER_API_KEY") is { Length: > 0 } given ? given
            : place.Variable(type == "anthropic" ? "ANTHROPIC_API_KEY" : "OPENAI_API_KEY");
        var environment = new Dictionary<string, string>
        {
            ["COPILOT_PROVIDER_TYPE"] = type,
            ["COPILOT_PROVIDER_BASE_URL"] = place.RootWithKey + (type == "anthropic" ? "" : "/v1"),
        };
        if (!string.IsNullOrEmpty(key))
        {
            environment["COPILOT_PROVIDER_API_KEY"] = key;
        }

        foreach ((string name, string value) in RunServer.Variables(place))
        {
            environment[name] = value;
        }

        return new AgentSetup
        {
            Environment = environment,
            Arguments = place.Mcp is { } server ? ["--additional-mcp-config", RunServer.AsArgument(server, ("type", "local"), ("tools", new JsonArray("*")))] : [],
            Notes =
            [
                .. string.IsNullOrEmpty(key) ? (ReadOnlySpan<string>)["Copilot goes through Headroom with a provider key of yours: set COPILOT_PROVIDER_API_KEY, OPENAI_API_KEY or ANTHROPIC_API_KEY."] : [],
                .. place.Has("COPILOT_MODEL") || place.Arguments.Contains("--model") ? (ReadOnlySpan<string>)[] : ["Copilot needs a model of that provider: set COPILOT_MODEL or give --model."],
            ],
        };
    }
}
