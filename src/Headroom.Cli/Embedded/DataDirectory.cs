using System.CommandLine;

namespace Headroom.Cli.Embedded;

/// <summary>Where this machine's data lives.</summary>
internal static class DataDirectory
{
    /// <summary>The option by which a command is given it.</summary>
    public static Option<string?> Option() => new("--data") { Description = "Data directory. The default is HEADROOM_HOME, else the platform's state directory." };

    /// <summary>The given directory, else <c>HEADROOM_HOME</c>, else the platform's directory for state.</summary>
    public static string Resolve(string? given) => Path.GetFullPath(
        !string.IsNullOrWhiteSpace(given) ? given
        : Environment.GetEnvironmentVariable("HEADROOM_HOME") is { Length: > 0 } home ? home
        : Path.Combine(StateDirectory(), "headroom"));

    // The XDG Base Directory Specification names $XDG_STATE_HOME; macOS and Windows have one directory for application data.
    private static string StateDirectory() =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state ? state
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
}
