using Headroom.Architecture.Tests.Reading;
using Headroom.Architecture.Tests.Rules;

namespace Headroom.Architecture.Tests;

/// <summary>The rules, held against this repository.</summary>
public sealed class RepositoryTests
{
    private static readonly RepositoryFiles Files = RepositoryFiles.Load();

    [Fact]
    public void The_repository_was_found() =>
        Assert.Contains(Files.Projects, project => project.Path == "src/Headroom.Context/Headroom.Context.csproj");

    [Fact]
    public void References_follow_the_arrows() => Assert.Empty(Arrows.Violations(Files));

    [Fact]
    public void Compression_and_Protocols_stand_on_the_base_class_library_alone() => Assert.Empty(Arrows.GroundViolations(Files));

    [Fact]
    public void Every_package_has_one_exact_version_in_one_place() => Assert.Empty(PackageVersions.Violations(Files));

    [Fact]
    public void A_leaf_names_its_package_group() => Assert.Empty(PackageGroups.Violations(Files));

    [Fact]
    public void Every_project_begins_with_a_readme() => Assert.Empty(Folders.ReadmeViolations(Files));

    [Fact]
    public void No_source_file_is_too_long() => Assert.Empty(Folders.LengthViolations(Files));

    [Fact]
    public void No_folder_is_named_after_a_layer() => Assert.Empty(Folders.NameViolations(Files));

    [Fact]
    public void Every_project_is_in_the_solution() => Assert.Empty(Folders.SolutionViolations(Files));
}
