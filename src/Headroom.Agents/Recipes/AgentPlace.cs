using Headroom.Agents.Hosts;

namespace Headroom.Agents.Recipes;

/// <summary>Where and for whom an agent is set up.</summary>
/// <param name="Gateway">The gateway's root.</param>
/// <param name="Key">The Headroom key; <c>null</c> where none is needed.</param>
/// <param name="Home">The user's home.</param>
/// <param name="WorkingDirectory">Where the agent runs.</param>
/// <param name="DataDirectory">Where files of ours may be put.</param>
/// <param name="Arguments">What the user gives the agent.</param>
/// <param name="Variable">Reads the environment.</param>
public sealed record AgentPlace(
    Uri Gateway, string? Key, string Home, string WorkingDirectory, string DataDirectory, IReadOnlyList<string> Arguments, Func<string, string?> Variable)
{
    /// <value>How our MCP server is started, for agents that can be told of one; <c>null</c> where none is wanted.</value>
    public McpServerEntry? Mcp { get; init; }

    /// <value>The project that requests are accounted to.</value>
    public string Project => Path.GetFileName(Path.TrimEndingDirectorySeparator(WorkingDirectory)) is { Length: > 0 } name ? name : "root";

    /// <value>The root, for clients that can send headers.</value>
    public string Root => Gateway.AbsoluteUri.TrimEnd('/');

    /// <value>The root with key and project in its path, for clients that cannot.</value>
    public string RootWithKey => $"{Root}{(Key is null ? "" : $"/k/{Key}")}/p/{Uri.EscapeDataString(Project)}";

    /// <value>The headers that say who and for what.</value>
    public IReadOnlyList<(string Name, string Value)> Headers =>
        [("X-Headroom-Project", Uri.EscapeDataString(Project)), .. Key is null ? (ReadOnlySpan<(string, string)>)[] : [("X-Headroom-Key", Key)]];

    /// <summary>The headers behind those that a variable holds already, in its notation.</summary>
    public string HeadersAfter(string variable, string separator) =>
        string.Join(separator, [.. Variable(variable) is { Length: > 0 } own ? (ReadOnlySpan<string>)[own] : [], .. Headers.Select(header => $"{header.Name}: {header.Value}")]);

    /// <summary>Whether a variable is set.</summary>
    public bool Has(string variable) => !string.IsNullOrEmpty(Variable(variable));
}
