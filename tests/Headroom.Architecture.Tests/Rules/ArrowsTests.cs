using static Headroom.Architecture.Tests.MadeUp;

namespace Headroom.Architecture.Tests.Rules;

public sealed class ArrowsTests
{
    [Theory]
    [InlineData("Headroom.Compression", "Headroom.Protocols")]
    [InlineData("Headroom.Protocols", "Headroom.Context")]
    [InlineData("Headroom.Context", "Headroom.Gateway")]
    [InlineData("Headroom.Context", "Headroom.Storage.Sqlite")]
    [InlineData("Headroom.Gateway", "Headroom.Storage.Sqlite")]
    [InlineData("Headroom.Gateway", "Headroom.Grains.Client")]
    [InlineData("Headroom.Gateway", "Headroom.Mcp")]
    [InlineData("Headroom.Gateway", "Headroom.ServiceDefaults")]
    [InlineData("Headroom.Extensions.AI", "Headroom.Compression.Onnx")]
    [InlineData("Headroom.Gateway", "Headroom.Cli")]
    [InlineData("Headroom.Storage.Redis", "Headroom.Gateway")]
    [InlineData("Headroom.Storage.Redis", "Headroom.Storage.AzureBlobs")]
    [InlineData("Headroom.Storage.Redis", "Headroom.Grains.Abstractions")]
    [InlineData("Headroom.Grains.Abstractions", "Headroom.Grains")]
    [InlineData("Headroom.Cli", "Headroom.Server")]
    [InlineData("Headroom.Cli", "Headroom.Testing")]
    public void A_reference_against_the_arrows_is_refused(string from, string to) =>
        Assert.Equal([$"{from} must not reference {to}"], Arrows.Violations(Files(Project(from, Reference(to)))));

    [Theory]
    [InlineData("Headroom.Context", "Headroom.Compression")]
    [InlineData("Headroom.Gateway", "Headroom.Context")]
    [InlineData("Headroom", "Headroom.Context")]
    [InlineData("Headroom.Storage.Sqlite", "Headroom.Context")]
    [InlineData("Headroom.Compression.Onnx", "Headroom.Context")]
    [InlineData("Headroom.Grains.Client", "Headroom.Grains.Abstractions")]
    [InlineData("Headroom.Cli", "Headroom.Storage.Sqlite")]
    [InlineData("Headroom.Server", "Headroom.Grains")]
    [InlineData("Headroom.Server", "Headroom.Mcp")]
    [InlineData("Headroom.Server", "Headroom.ServiceDefaults")]
    public void A_reference_along_the_arrows_is_allowed(string from, string to) =>
        Assert.Empty(Arrows.Violations(Files(Project(from, Reference(to)))));

    [Fact]
    public void A_test_project_may_reference_an_adapter() =>
        Assert.Empty(Arrows.Violations(Files(Project("Headroom.EndToEnd.Tests", Reference("Headroom.Storage.Sqlite"), folder: "tests"))));

    [Fact]
    public void A_project_that_the_design_does_not_know_is_refused() =>
        Assert.Equal(["Headroom.Extras has no place among the arrows"], Arrows.Violations(Files(Project("Headroom.Extras"))));

    [Theory]
    [InlineData("Headroom.Compression", "<PackageReference Include=\"ZstdSharp.Port\" />", "ZstdSharp.Port")]
    [InlineData("Headroom.Protocols", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />", "Microsoft.AspNetCore.App")]
    [InlineData("Headroom.Protocols", "<ProjectReference Include=\"../Headroom.Compression/Headroom.Compression.csproj\" />", "Headroom.Compression")]
    public void A_dependency_of_the_ground_is_refused(string project, string item, string dependency) =>
        Assert.Equal([$"{project} must not depend on {dependency}"], Arrows.GroundViolations(Files(Project(project, item))));
}
