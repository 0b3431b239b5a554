using System.Xml.Linq;

namespace Headroom.Architecture.Tests.Reading;

/// <summary>What a project file says of itself.</summary>
internal sealed class ProjectFile
{
    public ProjectFile(string path, string text)
    {
        var xml = XDocument.Parse(text);
        Path = path;
        Name = System.IO.Path.GetFileNameWithoutExtension(path);
        Packages = Included(xml, "PackageReference");
        Frameworks = Included(xml, "FrameworkReference");
        Projects = [.. Included(xml, "ProjectReference").Select(reference => System.IO.Path.GetFileNameWithoutExtension(reference.Replace('\\', '/')))];
        PackageGroups = [.. xml.Descendants("PackageGroup").SelectMany(group => group.Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
    }

    public string Path { get; }

    public string Name { get; }

    public string Folder => Path[..Path.LastIndexOf('/')];

    public bool IsProduct => Path.StartsWith("src/", StringComparison.Ordinal);

    public IReadOnlyList<string> Packages { get; }

    public IReadOnlyList<string> Frameworks { get; }

    /// <summary>The names of the projects that it references.</summary>
    public IReadOnlyList<string> Projects { get; }

    public IReadOnlyList<string> PackageGroups { get; }

    private static string[] Included(XDocument xml, string element) =>
        [.. xml.Descendants(element).Select(item => (string?)item.Attribute("Include")).OfType<string>().SelectMany(include => include.Split(';'))];
}
