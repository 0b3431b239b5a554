using Headroom.Agents.Checks;
using Headroom.Agents.Proxies;

namespace Headroom.Agents.Tests;

/// <summary>What <c>doctor</c> finds: whatever is wrong comes with one line that puts it right.</summary>
public sealed class ExaminingTests : IDisposable
{
    private static readonly Uri Local = new("http://127.0.0.1:8787"), Team = new("https://gateway.example");
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Scratch _scratch = new();

    public static TheoryData<GatewayState, string, FindingStatus> States => new()
    {
        { new GatewayState.Ready("1.0", Now.AddSeconds(30)), "proxy", FindingStatus.Ok },
        { new GatewayState.Ready("0.9", null), "version", FindingStatus.Warning },
        { new GatewayState.Ready("1.0", Now.AddMinutes(9)), "clock", FindingStatus.Warning },
        { new GatewayState.Refused(HadKey: false), "key", FindingStatus.Error },
        { new GatewayState.Refused(HadKey: true), "key", FindingStatus.Error },
        { new GatewayState.Other(404), "port", FindingStatus.Error },
        { new GatewayState.Unreachable("refused"), "proxy", FindingStatus.Warning },
    };

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(States))]
    public void The_proxy_is_judged(GatewayState state, string name, FindingStatus status)
    {
        Finding[] findings = [.. GatewayChecks.Judge(Local, isLocal: true, state, "1.0", Now)];
        Assert.Equal(status, findings.Max(finding => finding.Status));
        Assert.Contains(findings, finding => finding.Name == name && finding.Status == status);
        Assert.All(findings, finding => Assert.Equal(finding.Status == FindingStatus.Ok, finding.Fix is null));
    }

    [Fact]
    public void A_team_s_gateway_that_is_not_reached_is_an_error_and_a_proxy_that_does_not_run_is_none() =>
        Assert.Equal(FindingStatus.Error, Assert.Single(GatewayChecks.Judge(Team, isLocal: false, new GatewayState.Unreachable("refused"), "1.0", Now)).Status);

    [Theory]
    [InlineData("http://127.0.0.1:8787", true, FindingStatus.Ok)]
    [InlineData("http://127.0.0.1:8787/v1", false, FindingStatus.Error)]
    [InlineData("https://elsewhere", true, FindingStatus.Warning)]
    public void A_variable_that_sends_agents_somewhere_is_judged_by_where(string value, bool isReached, FindingStatus status) =>
        Assert.Equal(status, Assert.Single(Environment(isReached, ("OPENAI_BASE_URL", value))).Status);

    [Fact]
    public void A_shell_profile_and_settings_that_override_are_named_with_their_line()
    {
        string profile = _scratch.File(".zshrc", "# export ANTHROPIC_BASE_URL=http://old\nPATH=x\nexport ANTHROPIC_BASE_URL=http://elsewhere\n");
        string settings = _scratch.File("project/.claude/settings.local.json", "{\n  \"env\": { \"ANTHROPIC_BASE_URL\": \"http://elsewhere\" }\n}");
        Finding[] found = [.. Environment(true)];
        Assert.Equal([$"{profile}:3 sets ANTHROPIC_BASE_URL", $"{settings}:2 sets ANTHROPIC_BASE_URL"], found.Select(finding => finding.Text));
        Assert.All(found, finding => Assert.NotNull(finding.Fix));
    }

    [Theory]
    [InlineData("http://proxy:3128", null, true)]
    [InlineData("http://proxy:3128", "localhost, 127.0.0.1", false)]
    [InlineData(null, null, false)]
    public void A_network_proxy_that_swallows_this_machine_s_own_requests_is_found(string? proxy, string? except, bool isFound) =>
        Assert.Equal(isFound, Environment(true, ("HTTP_PROXY", proxy), ("NO_PROXY", except)).Any(finding => finding.Name == "network"));

    [Theory]
    [InlineData(50L << 20, FindingStatus.Error)]
    [InlineData(500L << 20, FindingStatus.Warning)]
    [InlineData(5L << 30, FindingStatus.Ok)]
    public void Room_on_the_disk_is_judged_where_the_data_will_be(long free, FindingStatus status) =>
        Assert.Equal(status, Assert.Single(DataChecks.Judge(Path.Combine(_scratch.Data, "not", "yet"), _scratch.Journal, _ => free)).Status);

    [Fact]
    public void A_file_that_an_agent_left_changed_is_named_with_what_gives_it_back()
    {
        string file = _scratch.File("config", "mine");
        _scratch.Journal.Apply("wrap:cline", file, Scratch.Append("ours"));
        _scratch.Journal.Apply("mcp:cursor", _scratch.File("other", "mine"), Scratch.Append("ours"));
        Finding left = Assert.Single(DataChecks.Judge(_scratch.Data, _scratch.Journal, _ => long.MaxValue), finding => finding.Status != FindingStatus.Ok);
        Assert.Equal("headroom unwrap cline", left.Fix);
        Assert.Contains(file, left.Text, StringComparison.Ordinal);
    }

    private IEnumerable<Finding> Environment(bool isReached, params (string Name, string? Value)[] variables) => EnvironmentChecks.Judge(
        Local, isReached, _scratch.Home, Path.Combine(_scratch.Home, "project"), name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
