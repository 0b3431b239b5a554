using Headroom.AppHost.Cluster;
using Headroom.AppHost.Programs;
using Headroom.Gateway.Access;

namespace Headroom.AppHost.Tests;

/// <summary>Where Redis, Azurite and the key come from.</summary>
public sealed class FindingServers
{
    [Fact]
    public void Installed_programs_are_taken_where_they_are()
    {
        ServerSource found = ServerSource.Installed(name => new InstalledProgram("/opt/" + name));
        Assert.Equal(("/opt/redis-server", "/opt/azurite-blob"), (found.Redis!.Path, found.Azurite!.Path));
        Assert.Empty(found.Azurite.Arguments);
    }

    [Fact]
    public void Azurite_that_is_not_installed_is_fetched_by_npm()
    {
        ServerSource found = ServerSource.Installed(name => name == "azurite-blob" ? null : new InstalledProgram("/opt/" + name));
        Assert.Equal("/opt/npx", found.Azurite!.Path);
        Assert.Equal("azurite-blob", found.Azurite.Arguments[^1]);
    }

    [Theory]
    [InlineData("redis-server", "azurite-blob is not installed")]
    [InlineData("azurite-blob", "redis-server is not installed")]
    [InlineData("", "redis-server and azurite-blob are not installed")]
    public void What_is_missing_is_named_with_a_way_to_get_it(string installed, string message)
    {
        ProgramMissingException missing = Assert.Throws<ProgramMissingException>(() => ServerSource.Installed(name => name == installed ? new InstalledProgram(name) : null));
        Assert.Contains(message, missing.Message, StringComparison.Ordinal);
        Assert.Contains("npm install --global azurite@", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_is_neither_containers_nor_programs_is_refused() =>
        Assert.Contains("not 'tapes'", Assert.Throws<ProgramMissingException>(() => ServerSource.Choose("tapes")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_key_stays_the_same_from_run_to_run_until_another_is_given()
    {
        DirectoryInfo data = Directory.CreateTempSubdirectory("headroom-key-");
        try
        {
            string first = DevelopmentKey.In(data.FullName, null).Text;
            Assert.NotNull(KeyText.TryParse(first));
            Assert.Equal(first, DevelopmentKey.In(data.FullName, null).Text);
            Assert.Equal("hr_mine_secret", DevelopmentKey.In(data.FullName, "hr_mine_secret").Text);
            Assert.Equal("hr_mine_secret", DevelopmentKey.In(data.FullName, "").Text);
            Assert.Throws<ArgumentException>(() => DevelopmentKey.In(data.FullName, "mine"));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
