namespace Headroom.Agents.Recipes;

/// <summary>An agent that takes its addresses from the environment and nothing else.</summary>
/// <param name="name">What it is called.</param>
/// <param name="command">Its program.</param>
/// <param name="variables">The variables and their values.</param>
internal sealed class EnvironmentAgent(string name, string command, Func<AgentPlace, IEnumerable<(string Name, string Value)>> variables) : IAgentRecipe
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Command => command;

    /// <inheritdoc/>
    public AgentSetup Prepare(AgentPlace place) => new() { Environment = variables(place).ToDictionary(variable => variable.Name, variable => variable.Value) };
}
