namespace Headroom.Agents.Launching;

/// <summary>Finds a program as a shell does.</summary>
public static class CommandSearch
{
    /// <summary>The file of a command on the path; <c>null</c> where there is none.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="variable">Reads the environment.</param>
    public static string? Find(string command, Func<string, string?> variable)
    {
        string[] endings = OperatingSystem.IsWindows() ? (variable("PATHEXT") ?? ".EXE;.CMD;.BAT").Split(';') : [""];
        return (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(directory => endings.Select(ending => Path.Combine(directory, command + ending)))
            .FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string file) => File.Exists(file)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
