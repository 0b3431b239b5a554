using Headroom.Cli.Updating;

namespace Headroom.Cli.Tests;

/// <summary>Versions are in the order that semver.org gives, with NuGet's fourth number.</summary>
public sealed class ComparingVersions
{
    [Fact]
    public void They_are_in_the_order_of_the_specification()
    {
        string[] ordered = ["0.1", "0.1.1-alpha", "0.1.1-alpha.1", "0.1.1-alpha.beta", "0.1.1-beta.2", "0.1.1-beta.11", "0.1.1-rc.1", "0.1.1", "0.1.1.2", "0.2.0", "0.10.0", "1.0.0"];
        PackageVersion[] versions = [.. ordered.Select(text => PackageVersion.Parse(text)!)];
        Assert.Equal(ordered, versions.Reverse().Order().Select(version => version.ToString()));
        Assert.Equal([true, false], new[] { "1.0.0-rc.1", "1.0.0" }.Select(text => PackageVersion.Parse(text)!.IsPreview));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.x")]
    [InlineData("1.2.3.4.5")]
    [InlineData("-1.0")]
    public void Other_texts_are_no_version(string text) => Assert.Null(PackageVersion.Parse(text));

    [Fact]
    public void What_follows_a_plus_does_not_count() => Assert.Equal(0, PackageVersion.Parse("1.2.3+abc")!.CompareTo(PackageVersion.Parse("1.2.3")));
}
