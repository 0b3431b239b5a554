using System.Text.RegularExpressions;

namespace Headroom.Server.Tests;

/// <summary>The files under <c>deploy</c>, by their paths from there.</summary>
internal static partial class DeployFiles
{
    public static IReadOnlyDictionary<string, string> All { get; } = Load();

    /// <summary>Every setting that a file names, as configuration spells it: <c>Storage:redis:ConnectionString</c>.</summary>
    public static IEnumerable<(string File, string Setting)> Settings =>
        from file in All
        from Match match in SettingName().Matches(file.Value)
        select (file.Key, match.Value.Replace("__", ":", StringComparison.Ordinal));

    /// <summary>What stands behind a pattern, in all files.</summary>
    public static IEnumerable<(string File, string Value)> Captured(string pattern) =>
        from file in All
        from Match match in Regex.Matches(file.Value, pattern, RegexOptions.Multiline | RegexOptions.NonBacktracking)
        select (file.Key, match.Groups[1].Value);

    private static Dictionary<string, string> Load()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Headroom.sln")))
        {
            root = root.Parent;
        }

        string deploy = Path.Combine(root!.FullName, "deploy");
        return Directory.EnumerateFiles(deploy, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(deploy, file).Replace('\\', '/'), File.ReadAllText);
    }

    [GeneratedRegex("(Headroom|Storage|Cluster|Tenants)((__|:)[A-Za-z][A-Za-z-]*)+", RegexOptions.NonBacktracking)]
    private static partial Regex SettingName();
}
