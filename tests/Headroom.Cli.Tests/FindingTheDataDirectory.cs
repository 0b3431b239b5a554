using Headroom.Cli.Embedded;

namespace Headroom.Cli.Tests;

/// <summary>Where the data lives: what was given, else the environment, else the platform's place.</summary>
public sealed class FindingTheDataDirectory
{
    [Fact]
    public void What_was_given_comes_first() =>
        Assert.Equal(Path.GetFullPath("given"), With("HEADROOM_HOME", "/from/environment", () => DataDirectory.Resolve("given")));

    [Fact]
    public void Then_the_environment() =>
        Assert.Equal(Path.GetFullPath("/from/environment"), With("HEADROOM_HOME", "/from/environment", () => DataDirectory.Resolve(null)));

    [Fact]
    public void Then_a_directory_named_after_the_product() =>
        Assert.Equal("headroom", Path.GetFileName(With("HEADROOM_HOME", null, () => DataDirectory.Resolve(""))));

    private static string With(string variable, string? value, Func<string> act)
    {
        string? before = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, value);
        try
        {
            return act();
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }
}
