namespace Headroom.AppHost.Programs;

/// <summary>A program on this machine, and what comes first among its arguments.</summary>
/// <param name="Path">Its path, or a name that the system finds.</param>
/// <param name="Arguments">The arguments that come before others.</param>
internal sealed record InstalledProgram(string Path, params string[] Arguments)
{
    /// <summary>Looks for a program on the path, in the folder that <c>HEADROOM_SERVERS</c> names, and where <c>.ci/run</c> installs what npm has.</summary>
    public static InstalledProgram? Find(string name)
    {
        string[] names = OperatingSystem.IsWindows() ? [name + ".exe", name + ".cmd"] : [name];
        return Folders().SelectMany(folder => names.Select(file => System.IO.Path.Combine(folder, file))).FirstOrDefault(File.Exists) is { } found
            ? new InstalledProgram(found)
            : null;
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("HEADROOM_SERVERS") is { Length: > 0 } further)
        {
            yield return further;
        }

        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return folder;
        }

        for (DirectoryInfo? above = new(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            yield return System.IO.Path.Combine(above.FullName, "artifacts", "servers", "node_modules", ".bin");
        }
    }
}
