using System.Text.RegularExpressions;
using System.Xml.Linq;
using Headroom.Architecture.Tests.Reading;

namespace Headroom.Architecture.Tests.Rules;

/// <summary>One exact version per package, in one place.</summary>
internal static partial class PackageVersions
{
    public const string File = "Directory.Packages.props";

    public static IEnumerable<string> Violations(RepositoryFiles files) => InexactVersions(files).Concat(VersionsElsewhere(files));

    /// <summary>The packages of <see cref="File"/>, with the label of their list.</summary>
    public static IEnumerable<(string Package, string Label)> Labels(RepositoryFiles files) =>
        from version in Versions(files)
        select ((string?)version.Attribute("Include") ?? "", (string?)version.Parent?.Attribute("Label") ?? "");

    private static IEnumerable<string> InexactVersions(RepositoryFiles files)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (XElement element in Versions(files))
        {
            string package = (string?)element.Attribute("Include") ?? "", version = (string?)element.Attribute("Version") ?? element.Value;
            if (!ExactVersion().IsMatch(version))
            {
                yield return $"{package} has the version '{version}', which is not one exact version";
            }

            if (!seen.Add(package))
            {
                yield return $"{package} has two versions";
            }
        }
    }

    private static IEnumerable<string> VersionsElsewhere(RepositoryFiles files)
    {
        foreach (string path in files.Paths.Where(path => path != File && Path.GetExtension(path) is ".csproj" or ".proj" or ".props" or ".targets"))
        {
            var xml = XDocument.Parse(files.Read(path)!);
            foreach (XElement element in xml.Descendants("PackageVersion").Concat(xml.Descendants("GlobalPackageReference")))
            {
                yield return $"{path} gives {(string?)element.Attribute("Include") ?? (string?)element.Attribute("Update")} a version";
            }

            foreach (XElement reference in xml.Descendants("PackageReference"))
            {
                if (reference.Attributes().Any(attribute => IsVersion(attribute.Name)) || reference.Elements().Any(element => IsVersion(element.Name)))
                {
                    yield return $"{path} gives {(string?)reference.Attribute("Include") ?? (string?)reference.Attribute("Update")} a version";
                }
            }
        }
    }

    private static bool IsVersion(XName name) => name.LocalName is "Version" or "VersionOverride";

    private static IEnumerable<XElement> Versions(RepositoryFiles files) =>
        files.Read(File) is { } text ? XDocument.Parse(text).Descendants("PackageVersion") : [];

    [GeneratedRegex(@"^\d+\.\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?$", RegexOptions.NonBacktracking)]
    private static partial Regex ExactVersion();
}
