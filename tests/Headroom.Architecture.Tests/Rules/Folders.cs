using Headroom.Architecture.Tests.Reading;

namespace Headroom.Architecture.Tests.Rules;

/// <summary>A folder is a concept, a file holds one idea, a project says what it is.</summary>
internal static class Folders
{
    public const int MaxLines = 400;

    private static readonly string[] Layers = ["Helpers", "Utils", "Common", "Models"];

    public static IEnumerable<string> NameViolations(RepositoryFiles files) =>
        files.Paths.SelectMany(FoldersOf).Distinct()
            .Where(folder => Layers.Contains(folder[(folder.LastIndexOf('/') + 1)..], StringComparer.OrdinalIgnoreCase))
            .Select(folder => $"{folder} is named after a layer, not a concept");

    public static IEnumerable<string> LengthViolations(RepositoryFiles files) =>
        from path in files.Paths
        where path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal)
        let lines = files.Read(path)!.TrimEnd('\n').Split('\n').Length
        where lines > MaxLines
        select $"{path} has {lines} lines; name its second idea";

    public static IEnumerable<string> ReadmeViolations(RepositoryFiles files) =>
        from project in files.Projects
        where project.IsProduct
        let readme = files.Read($"{project.Folder}/README.md")
        where readme is null || !readme.StartsWith($"# {project.Name}\n", StringComparison.Ordinal)
        select $"{project.Folder} must begin with a README.md under the heading '# {project.Name}'";

    /// <summary>What is not in the solution is neither built nor tested by anyone.</summary>
    public static IEnumerable<string> SolutionViolations(RepositoryFiles files) =>
        from project in files.Projects
        where files.Read("Headroom.sln")?.Replace('\\', '/').Contains($"\"{project.Path}\"", StringComparison.Ordinal) is not true
        select $"{project.Path} is not in Headroom.sln";

    private static IEnumerable<string> FoldersOf(string path)
    {
        for (int end = path.IndexOf('/'); end >= 0; end = path.IndexOf('/', end + 1))
        {
            yield return path[..end];
        }
    }
}
