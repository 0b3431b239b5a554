using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary>What makes Headroom stay on a machine: services, agents' own settings, shells, newer versions.</summary>
public sealed class InstallationTests : IDisposable
{
    private const string Settings = "{\n  // mine\n  \"model\": \"opus\"\n}\n";

    private readonly FakeAgents _machine = new();

    private string Said => Path.Combine(_machine.Home, "systemctl.log");

    private string Unit => Path.Combine(_machine.Home, ".config", "systemd", "user", "headroom.service");

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task A_service_is_described_started_and_taken_out_without_a_trace()
    {
        _machine.Add("systemctl", $"echo \"$@\" >> '{Said}'");
        CommandResult installed = await _machine.RunAsync("install", "--port", _machine.Port.ToString());
        Assert.Equal((0, ""), (installed.ExitCode, installed.Errors));
        Assert.Contains($"\"proxy\" \"--port\" \"{_machine.Port}\" \"--data\" \"{_machine.Data}\"", await File.ReadAllTextAsync(Unit), StringComparison.Ordinal);
        Assert.Equal("--user daemon-reload\n--user enable --now headroom.service\n", await File.ReadAllTextAsync(Said));

        CommandResult status = await _machine.RunAsync("status", "--json", "--port", _machine.Port.ToString());
        Assert.Equal((3, true, false), (status.ExitCode, (bool)JsonNode.Parse(status.Output)!["installed"]!, (bool)JsonNode.Parse(status.Output)!["answers"]!));
        Assert.Equal(0, (await _machine.RunAsync("stop")).ExitCode);
        Assert.Equal(0, (await _machine.RunAsync("start")).ExitCode);

        Assert.Equal(0, (await _machine.RunAsync("remove")).ExitCode);
        Assert.False(Directory.Exists(Path.Combine(_machine.Home, ".config")));
        Assert.Equal(["--user disable --now headroom.service", "--user daemon-reload"], (await File.ReadAllLinesAsync(Said))[^2..]);
        Assert.Contains("no service is installed", (await _machine.RunAsync("start")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_systemd_refuses_the_reason_is_told_and_nothing_is_left()
    {
        _machine.Add("systemctl", "echo 'Failed to connect to bus: No medium found' >&2; exit 1");
        CommandResult refused = await _machine.RunAsync("install");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Failed to connect to bus: No medium found", Assert.Single(refused.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_machine.Home, ".config")));
    }

    [Fact]
    public async Task Agents_settings_name_the_proxy_until_they_are_given_back()
    {
        string file = Path.Combine(_machine.Home, ".claude", "settings.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, Settings);
        CommandResult done = await _machine.RunAsync("init", "--port", _machine.Port.ToString());
        Assert.Equal(0, done.ExitCode);
        Assert.Contains("claude   goes through", Encoding.UTF8.GetString(done.Output), StringComparison.Ordinal);
        Assert.Contains($"\"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:{_machine.Port}\"", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_machine.Home, ".codex")));

        Assert.Equal(0, (await _machine.RunAsync("init", "--undo")).ExitCode);
        Assert.Equal(Settings, await File.ReadAllTextAsync(file));
        Assert.Contains("Nothing is changed", Encoding.UTF8.GetString((await _machine.RunAsync("init", "--undo")).Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("headroom pe", "perf")]
    [InlineData("headroom wrap cl", "claude cline")]
    [InlineData("headroom perf --format c", "csv")]
    [InlineData("headroom mcp ins", "install")]
    [InlineData("headroom wrap claude --no", "--no-mcp")]
    [InlineData("headroom wrap claude --co", "--code-graph")]
    [InlineData("headroom update --y", "--yes")]
    [InlineData("headroom savings --d", "--data --days --dedupe")]
    public async Task Bash_completes_commands_their_arguments_and_the_values_of_their_options(string line, string expected)
    {
        _machine.Add("headroom", $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "headroom.dll")}' \"$@\"");
        ProcessStartInfo bash = _machine.StartInfo();
        bash.FileName = "bash";
        bash.ArgumentList.Clear();
        string[] words = line.Split(' ');
        foreach (string argument in (string[])
        [
            "-c",
            $"source <(headroom completion bash); COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; COMP_WORDS=({string.Join(' ', words)}); COMP_CWORD={words.Length - 1}; _headroom; echo \"${{COMPREPLY[*]}}\"",
        ])
        {
            bash.ArgumentList.Add(argument);
        }

        CommandResult result = await HeadroomCommandLine.RunAsync([], bash);
        Assert.Equal(expected, string.Join(' ', Encoding.UTF8.GetString(result.Output).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("0.0.9", 0, "is the newest version")]
    [InlineData("99.0.0", 2, "99.0.0 is there")]
    [InlineData("99.0.0-rc.1", 0, "is the newest version")]
    public async Task A_newer_version_on_the_feed_is_told(string newest, int exitCode, string expected)
    {
        await using ScriptedUpstream feed = await ScriptedUpstream.StartAsync();
        feed.NextJson($$"""{"version":"3.0.0","resources":[{"@id":"{{feed.Url}}/flat/","@type":"PackageBaseAddress/3.0.0"}]}""");
        feed.NextJson($$"""{"versions":["0.0.1","{{newest}}"]}""");
        CommandResult result = await _machine.RunAsync("update", "--check", "--source", feed.Url + "/v3/index.json");
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(expected, Encoding.UTF8.GetString(result.Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_newer_version_is_fetched_without_a_question_where_yes_was_said_before(bool isAgreed)
    {
        _machine.Add("dotnet", "echo \"fetched with $@\"");
        await using ScriptedUpstream feed = await ScriptedUpstream.StartAsync();
        feed.NextJson($$"""{"version":"3.0.0","resources":[{"@id":"{{feed.Url}}/flat/","@type":"PackageBaseAddress/3.0.0"}]}""");
        feed.NextJson("""{"versions":["0.0.1","99.0.0"]}""");
        CommandResult result = await _machine.RunAsync(["update", "--source", feed.Url + "/v3/index.json", .. isAgreed ? (string[])["-y"] : []]);
        string said = Encoding.UTF8.GetString(result.Output);
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("[y/N]", said, StringComparison.Ordinal);
        Assert.Equal(isAgreed, said.Contains("fetched with tool update --global Headroom.Cli --version 99.0.0", StringComparison.Ordinal));
        Assert.Equal(isAgreed, !result.Errors.Contains("-y gets it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_feed_that_is_none_is_one_line()
    {
        await using ScriptedUpstream feed = await ScriptedUpstream.StartAsync();
        feed.NextJson("[1]");
        CommandResult odd = await _machine.RunAsync("update", "--source", feed.Url);
        Assert.Equal(1, odd.ExitCode);
        Assert.Contains("does not answer as a NuGet feed does", Assert.Single(odd.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_shows_how_a_command_is_used()
    {
        string help = Encoding.UTF8.GetString((await _machine.RunAsync("wrap", "--help")).Output);
        Assert.Contains("Examples:\n  headroom wrap claude\n", help.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("headroom wrap claude --code-graph\n", help.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("headroom wrap qwen --no-mcp\n", help.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("0", (await _machine.RunAsync("--version")).ExitCode.ToString());
    }
}
