using Headroom.Architecture.Tests.Reading;

namespace Headroom.Architecture.Tests;

/// <summary>Layouts that rules are tried on.</summary>
internal static class MadeUp
{
    public static RepositoryFiles Files(params (string Path, string Text)[] files) =>
        new(files.ToDictionary(file => file.Path, file => file.Text));

    public static (string Path, string Text) Project(string name, string items = "", string properties = "", string folder = "src") =>
        ($"{folder}/{name}/{name}.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>{properties}</PropertyGroup><ItemGroup>{items}</ItemGroup></Project>");

    public static (string Path, string Text) Probe(string group, string package) => ($"src/Leaves/Groups/{group}.proj", $"<Project><ItemGroup>{Package(package)}</ItemGroup></Project>");

    public static (string Path, string Text) Versions(string items, string label = "Product") =>
        ("Directory.Packages.props", $"<Project><ItemGroup Label=\"{label}\">{items}</ItemGroup></Project>");

    public static string Version(string package, string version) => $"<PackageVersion Include=\"{package}\" Version=\"{version}\" />";

    public static string Reference(string project) => $"<ProjectReference Include=\"..\\{project}/{project}.csproj\" />";

    public static string Package(string package) => $"<PackageReference Include=\"{package}\" />";
}
