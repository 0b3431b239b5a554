namespace Headroom.Agents.Recipes;

/// <summary>An agent that takes its addresses from the environment.</summary>
/// <param name="name">What it is called.</param>
/// <param name="command">Its program.</param>
/// <param name="variables">The variables and their values.</param>
/// <param name="host">The host of MCP servers that it is; <c>null</c> where it takes none from a file that is known.</param>
internal sealed class EnvironmentAgent(string name, string command, Func<AgentPlace, IEnumerable<(string Name, string Value)>> variables, string? host = null)
    : IAgentRecipe
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Command => command;

    /// <inheritdoc/>
    public AgentSetup Prepare(AgentPlace place) => new()
    {
        Environment = variables(place).ToDictionary(variable => variable.Name, variable => variable.Value),
        Files = host is null ? [] : RunServer.InFileOf(host, place),
    };
}
