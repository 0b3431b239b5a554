using Headroom.Architecture.Tests.Reading;

namespace Headroom.Architecture.Tests.Rules;

/// <summary>Who needs a package that not every feed has, says so; and each such package is asked for by a probe.</summary>
internal static class PackageGroups
{
    private const string LeafLabel = "Cluster leaves";

    public static IEnumerable<string> Violations(RepositoryFiles files)
    {
        ILookup<string, string> groups = files.Probes
            .SelectMany(probe => probe.Packages.Select(package => (Package: package, Group: probe.Name)))
            .ToLookup(pair => pair.Package, pair => pair.Group, StringComparer.OrdinalIgnoreCase);
        (string Package, string Label)[] versions = [.. PackageVersions.Labels(files)];

        foreach (ProjectFile project in files.Projects)
        {
            foreach (string package in project.Packages.Where(groups.Contains))
            {
                foreach (string group in groups[package].Where(group => !project.PackageGroups.Contains(group)))
                {
                    yield return $"{project.Name} needs {package} and must name the package group {group}";
                }
            }

            foreach (string group in project.PackageGroups.Where(group => files.Probes.All(probe => probe.Name != group)))
            {
                yield return $"{project.Name} names the package group {group}, which no probe asks for";
            }
        }

        foreach ((string package, _) in versions.Where(version => IsLeaf(version.Label) && !groups.Contains(version.Package)))
        {
            yield return $"{package} is a leaf's package, and no probe asks for it";
        }

        foreach (IGrouping<string, string> probed in groups.Where(probed => !versions.Any(version => version.Package == probed.Key && IsLeaf(version.Label))))
        {
            yield return $"{probed.Key} is asked for by {string.Join(", ", probed)}, and {PackageVersions.File} does not list it under '{LeafLabel}'";
        }
    }

    private static bool IsLeaf(string label) => label.StartsWith(LeafLabel, StringComparison.Ordinal);
}
