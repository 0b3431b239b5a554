namespace Headroom.Testing.Servers;

/// <summary>Finds an installed server, in the places where <c>tests/Servers.targets</c> looks for it and on the path.</summary>
internal static class ServerProgram
{
    public static string Find(string name) =>
        Folders().Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{name} is not installed. Install it, or name its folder in HEADROOM_SERVERS.");

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("HEADROOM_SERVERS") is { Length: > 0 } further)
            yield return further;
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return folder;
        for (DirectoryInfo? above = new(AppContext.BaseDirectory); above is not null; above = above.Parent)
            yield return Path.Combine(above.FullName, "artifacts", "servers", "node_modules", ".bin");
    }
}
