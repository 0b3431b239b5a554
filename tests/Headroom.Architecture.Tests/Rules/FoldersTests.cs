using static Headroom.Architecture.Tests.MadeUp;

namespace Headroom.Architecture.Tests.Rules;

public sealed class FoldersTests
{
    [Theory]
    [InlineData("src/Headroom.Gateway/Models/Route.cs", "src/Headroom.Gateway/Models")]
    [InlineData("src/Headroom.Gateway/Own/helpers/Text.cs", "src/Headroom.Gateway/Own/helpers")]
    [InlineData("tests/Common/Given.cs", "tests/Common")]
    [InlineData("src/Headroom.Context/Utils/Inner/Text.cs", "src/Headroom.Context/Utils")]
    public void A_folder_named_after_a_layer_is_refused(string path, string folder) =>
        Assert.Equal([$"{folder} is named after a layer, not a concept"], Folders.NameViolations(Files((path, ""))));

    [Fact]
    public void A_folder_named_after_a_concept_is_allowed() =>
        Assert.Empty(Folders.NameViolations(Files(("src/Headroom.Gateway/ModelCalls/Models.cs", ""))));

    [Fact]
    public void A_file_of_400_lines_is_allowed_and_one_more_is_refused()
    {
        Assert.Empty(Folders.LengthViolations(Files(("src/A/Long.cs", string.Concat(Enumerable.Repeat("//\n", 400))))));
        Assert.Equal(["src/A/Long.cs has 401 lines; name its second idea"],
            Folders.LengthViolations(Files(("src/A/Long.cs", string.Concat(Enumerable.Repeat("//\n", 401))))));
    }

    [Fact]
    public void A_project_without_a_readme_of_its_own_is_refused()
    {
        (string, string) project = Project("Headroom.Mcp");
        Assert.Single(Folders.ReadmeViolations(Files(project)));
        Assert.Single(Folders.ReadmeViolations(Files(project, ("src/Headroom.Mcp/README.md", "No heading"))));
        Assert.Single(Folders.ReadmeViolations(Files(project, ("src/Headroom.Mcp/Tools/README.md", "# Headroom.Mcp\n"))));
        Assert.Empty(Folders.ReadmeViolations(Files(project, ("src/Headroom.Mcp/README.md", "# Headroom.Mcp\n\nTools."))));
    }

    [Fact]
    public void A_project_outside_the_solution_is_refused()
    {
        (string, string) project = Project("Headroom.Mcp");
        Assert.Equal(["src/Headroom.Mcp/Headroom.Mcp.csproj is not in Headroom.sln"], Folders.SolutionViolations(Files(project, ("Headroom.sln", ""))));
        Assert.Empty(Folders.SolutionViolations(Files(project, ("Headroom.sln", "\"src\\Headroom.Mcp\\Headroom.Mcp.csproj\""))));
    }
}
