using Headroom.Context.Keys;
using Headroom.Gateway.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Headroom.Gateway.Tests;

/// <summary>Keys, and the path prefixes that carry them.</summary>
public sealed class LettingIn
{
    private static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    [Fact]
    public void A_key_lets_in_until_it_ends_and_no_other_text_does()
    {
        KeyText text = KeyText.New("ci");
        var keys = new AccessKeys([new AccessKey("ci", text.SecretHash, new TenantId("acme")) { ExpiresAt = Now }]);
        Assert.Equal("ci", keys.Find(text.ToString(), Now.AddSeconds(-1))?.Id);
        Assert.Null(keys.Find(text.ToString(), Now));
        Assert.Null(keys.Find(text with { Secret = text.Secret[..^1] + (text.Secret[^1] == 'a' ? 'b' : 'a') } + "", Now.AddSeconds(-1)));
        Assert.Null(keys.Find($"hr_other_{text.Secret}", Now.AddSeconds(-1)));
        Assert.All(["", "hr_", "hr__x", "hr_ci_", "hr_ci", "sk-ant-123", "hr_ci_" + new string('x', 300)], wrong => Assert.Null(keys.Find(wrong, Now.AddSeconds(-1))));
    }

    [Theory]
    [InlineData("/k/hr_ci_abc/v1/messages?x=1", "hr_ci_abc", null, "/v1/messages?x=1")]
    [InlineData("/p/web/v1/messages", null, "web", "/v1/messages")]
    [InlineData("/k/hr_ci_abc/p/web/v1beta/models/a:b", "hr_ci_abc", "web", "/v1beta/models/a:b")]
    [InlineData("/p/web/k/hr_ci_abc", "hr_ci_abc", "web", "/")]
    [InlineData("/p/web/p/other/v1", null, "web", "/p/other/v1")]
    [InlineData("/k/other/v1", null, null, "/k/other/v1")]
    [InlineData("/keys/x", null, null, "/keys/x")]
    [InlineData("/", null, null, "/")]
    public void Prefixes_of_a_path_are_taken_off(string target, string? key, string? project, string rest)
    {
        var context = new DefaultHttpContext();
        string[] parts = target.Split('?');
        context.Request.Path = parts[0];
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        Assert.Equal((key, project), AccessPath.TakeOff(context));
        Assert.Equal(rest.Split('?')[0], context.Request.Path.Value);
        Assert.Equal(rest, context.Features.Get<IHttpRequestFeature>()!.RawTarget);
    }

    [Fact]
    public void A_file_of_keys_reads_as_it_was_written_and_holds_no_secret()
    {
        string path = Path.Combine(Path.GetTempPath(), $"headroom-keys-{Guid.NewGuid():n}", "keys.json");
        KeyText text = KeyText.New("ci");
        AccessKeyFile.Write(path, [new AccessKey("ci", text.SecretHash, new TenantId("acme")) { Project = "web", Role = AccessRole.Admin, ExpiresAt = Now }]);
        AccessKey read = Assert.Single(AccessKeyFile.Read(path));
        Assert.Equal(("ci", "acme", "web", AccessRole.Admin, (DateTimeOffset?)Now), (read.Id, read.Tenant.Value, read.Project, read.Role, read.ExpiresAt));
        Assert.NotNull(new AccessKeys([read]).Find(text.ToString(), Now.AddDays(-1)));
        Assert.DoesNotContain(text.Secret, File.ReadAllText(path), StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Theory]
    [InlineData("{", "keys.json")]
    [InlineData("{}", "list of keys")]
    [InlineData("""{"keys":[{"id":"a b","sha256":"00"}]}""", "'a b'")]
    [InlineData("""{"keys":[{"id":"ci","sha256":"00"}]}""", "64 hexadecimal digits")]
    [InlineData("""{"keys":[{"id":"ci","secret":"hr_ci_x"}]}""", "secret")]
    public void A_file_that_is_none_says_what_is_wrong(string json, string word)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("headroom-keys").FullName, "keys.json");
        File.WriteAllText(path, json);
        Assert.Contains(word, Assert.Throws<InvalidDataException>(() => AccessKeyFile.Read(path)).Message, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }
}
