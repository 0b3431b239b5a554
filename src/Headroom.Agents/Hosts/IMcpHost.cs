namespace Headroom.Agents.Hosts;

/// <summary>A program that starts MCP servers which a file of its own names.</summary>
public interface IMcpHost
{
    /// <value>What it is called on our command line.</value>
    string Name { get; }

    /// <summary>Its file.</summary>
    string File(HostPlace place);

    /// <summary>Whether it is on this machine.</summary>
    bool IsDetected(HostPlace place);

    /// <summary>How our server stands in its file.</summary>
    /// <param name="content">The file; empty where there is none.</param>
    /// <param name="entry">How the server is to be started.</param>
    /// <exception cref="InvalidDataException">The file cannot be read.</exception>
    McpRegistration State(byte[] content, McpServerEntry entry);

    /// <summary>The file with our server in it.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read.</exception>
    byte[] Register(byte[] content, McpServerEntry entry);
}

/// <summary>Where hosts keep their files.</summary>
/// <param name="Home">The user's home.</param>
/// <param name="Variable">Reads the environment.</param>
public sealed record HostPlace(string Home, Func<string, string?> Variable)
{
    /// <summary>A file below the home, or below the directory that a variable names.</summary>
    internal string Below(string? variable, string home, params string[] path) =>
        Path.Combine([variable is not null && Variable(variable) is { Length: > 0 } given ? given : Path.Combine(Home, home), .. path]);

    /// <summary>Where programs with windows keep their settings.</summary>
    internal string ApplicationData(params string[] path) => Path.Combine(
    [
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
            : OperatingSystem.IsMacOS() ? Path.Combine(Home, "Library", "Application Support")
            : Below("XDG_CONFIG_HOME", ".config"),
        .. path,
    ]);
}
