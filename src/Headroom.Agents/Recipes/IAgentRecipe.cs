namespace Headroom.Agents.Recipes;

/// <summary>How one coding agent is pointed at a gateway. Nothing that it sets outlives the agent, unless it names a file.</summary>
public interface IAgentRecipe
{
    /// <value>What it is called on our command line, such as <c>claude</c>.</value>
    string Name { get; }

    /// <value>Its program; <c>null</c> for one that is no program of the command line.</value>
    string? Command { get; }

    /// <summary>What has to be set.</summary>
    AgentSetup Prepare(AgentPlace place);
}

/// <summary>What a recipe sets.</summary>
public sealed record AgentSetup
{
    /// <value>Variables for the agent, beside those that it inherits.</value>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <value>Arguments before those of the user.</value>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <value>Arguments behind those of the user, for agents where the last one wins.</value>
    public IReadOnlyList<string> LastArguments { get; init; } = [];

    /// <value>Files to change, for agents that read their address from nowhere else.</value>
    public IReadOnlyList<FileEdit> Files { get; init; } = [];

    /// <value>What the user should know, one line each.</value>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A change to a file of the agent.</summary>
/// <param name="Path">The file.</param>
/// <param name="Edit">Makes the new content of the present one.</param>
public sealed record FileEdit(string Path, Func<byte[], byte[]> Edit);
