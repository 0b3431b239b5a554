using static Headroom.Architecture.Tests.MadeUp;

namespace Headroom.Architecture.Tests.Rules;

public sealed class PackageTests
{
    [Theory]
    [InlineData("10.*")]
    [InlineData("[1.0,2.0)")]
    [InlineData("1.0-*")]
    [InlineData("$(OrleansVersion)")]
    [InlineData("")]
    public void A_version_that_is_not_exact_is_refused(string version) =>
        Assert.Single(PackageVersions.Violations(Files(Versions(Version("Some.Package", version)))));

    [Theory]
    [InlineData("10.4.2")]
    [InlineData("2.0.0-preview.3")]
    public void An_exact_version_is_allowed(string version) =>
        Assert.Empty(PackageVersions.Violations(Files(Versions(Version("Some.Package", version)))));

    [Fact]
    public void A_second_version_of_a_package_is_refused() =>
        Assert.Equal(["Some.Package has two versions"],
            PackageVersions.Violations(Files(Versions(Version("Some.Package", "1.0.0") + Version("Some.Package", "1.0.1")))));

    [Theory]
    [InlineData("<PackageReference Include=\"Some.Package\" Version=\"1.0.0\" />")]
    [InlineData("<PackageReference Include=\"Some.Package\" VersionOverride=\"1.0.0\" />")]
    [InlineData("<PackageReference Include=\"Some.Package\"><Version>1.0.0</Version></PackageReference>")]
    [InlineData("<PackageReference Update=\"Some.Package\" Version=\"1.0.0\" />")]
    [InlineData("<PackageVersion Include=\"Some.Package\" Version=\"1.0.0\" />")]
    public void A_version_in_another_file_is_refused(string item) =>
        Assert.Equal(["src/Headroom.Cli/Headroom.Cli.csproj gives Some.Package a version"],
            PackageVersions.Violations(Files(Project("Headroom.Cli", item))));

    [Fact]
    public void A_leaf_that_names_its_group_is_allowed() =>
        Assert.Empty(PackageGroups.Violations(Leaf("<PackageGroup>orleans</PackageGroup>")));

    [Theory]
    [InlineData("")]
    [InlineData("<PackageGroup></PackageGroup>")]
    public void A_leaf_that_does_not_name_its_group_is_refused(string properties) =>
        Assert.Equal(["Headroom.Grains needs Microsoft.Orleans.Sdk and must name the package group orleans"],
            PackageGroups.Violations(Leaf(properties)));

    [Fact]
    public void A_group_without_a_probe_is_refused() =>
        Assert.Equal(["Headroom.Grains names the package group redis, which no probe asks for"],
            PackageGroups.Violations(Leaf("<PackageGroup>orleans;redis</PackageGroup>")));

    [Fact]
    public void A_leafs_package_that_no_probe_asks_for_is_refused() =>
        Assert.Equal(["StackExchange.Redis is a leaf's package, and no probe asks for it"],
            PackageGroups.Violations(Files(Versions(Version("StackExchange.Redis", "3.4.35"), "Cluster leaves: Redis"))));

    [Fact]
    public void A_probe_for_a_package_that_is_no_leafs_is_refused() =>
        Assert.Single(PackageGroups.Violations(Files(Probe("orleans", "Some.Package"), Versions(Version("Some.Package", "1.0.0")))));

    private static Reading.RepositoryFiles Leaf(string properties) => Files(
        Project("Headroom.Grains", Package("Microsoft.Orleans.Sdk"), properties),
        Probe("orleans", "Microsoft.Orleans.Sdk"),
        Versions(Version("Microsoft.Orleans.Sdk", "10.4.2"), "Cluster leaves: Orleans"));
}
