namespace Headroom.Architecture.Tests.Reading;

/// <summary>The files that rules look at, by their path from the root, with <c>/</c>.</summary>
internal sealed class RepositoryFiles(IReadOnlyDictionary<string, string> texts)
{
    private static readonly string[] Extensions = [".cs", ".csproj", ".proj", ".props", ".targets", ".md", ".sln"];

    public IEnumerable<string> Paths => texts.Keys.Order(StringComparer.Ordinal);

    public IReadOnlyList<ProjectFile> Projects { get; } =
        [.. texts.Where(file => file.Key.EndsWith(".csproj", StringComparison.Ordinal))
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => new ProjectFile(file.Key, file.Value))];

    /// <summary>What asks the feed for a package group.</summary>
    public IReadOnlyList<ProjectFile> Probes { get; } =
        [.. texts.Where(file => file.Key.StartsWith("src/Leaves/Groups/", StringComparison.Ordinal) && file.Key.EndsWith(".proj", StringComparison.Ordinal))
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => new ProjectFile(file.Key, file.Value))];

    public string? Read(string path) => texts.GetValueOrDefault(path);

    /// <summary>Reads the repository that this test was built from.</summary>
    public static RepositoryFiles Load()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Headroom.sln")))
        {
            root = root.Parent;
        }

        Assert.NotNull(root);
        Dictionary<string, string> texts = [];
        Add(root, root.FullName, texts);
        return new RepositoryFiles(texts);
    }

    private static void Add(DirectoryInfo folder, string root, Dictionary<string, string> texts)
    {
        foreach (FileInfo file in folder.EnumerateFiles().Where(file => Extensions.Contains(file.Extension)))
        {
            texts[Path.GetRelativePath(root, file.FullName).Replace('\\', '/')] = File.ReadAllText(file.FullName);
        }

        foreach (DirectoryInfo inner in folder.EnumerateDirectories())
        {
            if (inner.Name is not ("bin" or "obj" or "artifacts" or "node_modules") && inner.Name[0] != '.')
            {
                Add(inner, root, texts);
            }
        }
    }
}
