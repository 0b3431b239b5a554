namespace Headroom.Agents.Recipes;

/// <summary>Cursor: an editor whose address is entered by hand, and used for keys of the user's own.</summary>
internal sealed class Cursor : IAgentRecipe
{
    /// <inheritdoc/>
    public string Name => "cursor";

    /// <inheritdoc/>
    public string? Command => null;

    /// <inheritdoc/>
    public AgentSetup Prepare(AgentPlace place) => new()
    {
        Notes =
        [
            "Cursor keeps its address in its settings. Enter it there, once:",
            "  Cursor Settings > Models > API Keys > Override OpenAI Base URL",
            $"  {place.RootWithKey}/v1",
            "Cursor calls that address from its own servers: a proxy on this machine is not reached, a team's gateway is.",
            "The tools work without it: headroom mcp install cursor",
        ],
    };
}
