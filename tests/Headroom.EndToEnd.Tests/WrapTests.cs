using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;
using Headroom.Testing.Projects;

namespace Headroom.EndToEnd.Tests;

/// <summary><c>headroom wrap</c> and <c>unwrap</c>, with agents that are scripts.</summary>
public sealed class WrapTests : IDisposable
{
    private const string Providers = "{\n  \"providers\": {\n    \"openai\": {\n      \"settings\": {\n        \"model\": \"m\"\n      }\n    }\n  }\n}\n";

    private readonly FakeAgents _agents = new();

    public void Dispose() => _agents.Dispose();

    [Fact]
    public async Task An_agent_gets_its_arguments_its_input_and_a_proxy_that_answers_and_its_exit_code_is_ours()
    {
        _agents.Add("claude", """printf '%s|' "$@"; echo; echo "$ANTHROPIC_BASE_URL"; echo "$ANTHROPIC_CUSTOM_HEADERS"; cat; exit 7""");
        CommandResult result = await HeadroomCommandLine.RunAsync(
            "said by the user"u8.ToArray(), _agents.StartInfo("wrap", "claude", "--no-mcp", "--port", _agents.Port.ToString(), "--", "-p", "two words", "--port", "1", "--help"));
        Assert.Equal(7, result.ExitCode);
        string[] lines = Encoding.UTF8.GetString(result.Output).Split('\n');
        Assert.Equal("-p|two words|--port|1|--help|", lines[0]);
        Assert.Equal("X-Headroom-Project: project", lines[2]);
        Assert.Equal("said by the user", lines[3]);
        using var client = new HttpClient { BaseAddress = new Uri(lines[1]) };
        Assert.Contains("\"service\":\"headroom\"", await client.GetStringAsync("/livez"), StringComparison.Ordinal);
        Assert.Matches($"^headroom: started http://127.0.0.1:{_agents.Port}, log in .*\n$", result.Errors);
    }

    [Fact]
    public async Task A_second_agent_uses_the_proxy_that_the_first_one_started()
    {
        _agents.Add("claude", "exit 0");
        _agents.Add("qwen", "echo \"$OPENAI_BASE_URL\"");
        Assert.Contains("started", (await _agents.WrapAsync("claude")).Errors, StringComparison.Ordinal);
        CommandResult second = await _agents.WrapAsync("qwen");
        Assert.StartsWith("headroom: using", second.Errors, StringComparison.Ordinal);
        Assert.Equal($"http://127.0.0.1:{_agents.Port}/p/project/v1\n", Encoding.UTF8.GetString(second.Output));
    }

    [Fact]
    public async Task A_team_s_gateway_gets_the_key_and_refuses_a_wrong_one_before_the_agent_starts()
    {
        using var data = new TemporaryDirectory();
        CommandResult key = await HeadroomCommandLine.RunAsync([], "keys", "add", "me", "--data", data.Path);
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        await using ProxyProcess gateway = await ProxyProcess.StartAsync(data.Path, upstream.Url);
        _agents.Add("claude", "echo \"$ANTHROPIC_CUSTOM_HEADERS\"");
        string url = gateway.Client.BaseAddress!.ToString(), secret = Encoding.UTF8.GetString(key.Output).Trim();
        CommandResult without = await _agents.RunAsync("wrap", "claude", "--gateway", url);
        Assert.Equal((1, 0), (without.ExitCode, without.Output.Length));
        Assert.Contains("asks for a key; give --key", without.Errors, StringComparison.Ordinal);
        Assert.Contains("does not know this key", (await _agents.RunAsync("wrap", "claude", "--gateway", url, "--key", "hr_me_wrong")).Errors, StringComparison.Ordinal);

        CommandResult let = await _agents.RunAsync("wrap", "claude", "--gateway", url, "--key", secret);
        Assert.Equal((0, $"X-Headroom-Project: project\nX-Headroom-Key: {secret}\n"), (let.ExitCode, Encoding.UTF8.GetString(let.Output)));
    }

    [Fact]
    public async Task A_gateway_that_let_an_agent_in_need_not_be_named_again_and_its_key_is_for_the_user_s_eyes_alone()
    {
        using var data = new TemporaryDirectory();
        CommandResult key = await HeadroomCommandLine.RunAsync([], "keys", "add", "me", "--data", data.Path);
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        await using ProxyProcess gateway = await ProxyProcess.StartAsync(data.Path, upstream.Url);
        _agents.Add("claude", "echo \"$ANTHROPIC_BASE_URL $ANTHROPIC_CUSTOM_HEADERS\"");
        string url = gateway.Client.BaseAddress!.AbsoluteUri.TrimEnd('/'), secret = Encoding.UTF8.GetString(key.Output).Trim();
        Assert.Contains("remembered", (await _agents.RunAsync("wrap", "claude", "--gateway", url, "--key", secret)).Errors, StringComparison.Ordinal);

        foreach (string[] more in (string[][])[[], ["--gateway", url]])
        {
            CommandResult again = await _agents.RunAsync(["wrap", "claude", .. more]);
            Assert.Equal((0, $"{url} X-Headroom-Project: project\nX-Headroom-Key: {secret}\n"), (again.ExitCode, Encoding.UTF8.GetString(again.Output)));
        }

        string file = Path.Combine(_agents.Data, "gateway.json");
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal(0, (await _agents.RunAsync("perf", "--only", "traffic")).ExitCode);

        CommandResult local = await _agents.RunAsync("wrap", "claude", "--local", "--port", _agents.Port.ToString());
        Assert.Equal($"http://127.0.0.1:{_agents.Port} X-Headroom-Project: project\n", Encoding.UTF8.GetString(local.Output));

        await File.WriteAllTextAsync(file, "{broken");
        CommandResult damaged = await _agents.RunAsync("wrap", "claude", "--port", _agents.Port.ToString());
        Assert.Contains($"{file} is damaged", damaged.Errors, StringComparison.Ordinal);
        Assert.StartsWith($"http://127.0.0.1:{_agents.Port}", Encoding.UTF8.GetString(damaged.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_the_way_is_one_line()
    {
        await using ScriptedUpstream other = await ScriptedUpstream.StartAsync();
        _agents.Add("claude", "echo ran");
        CommandResult taken = await _agents.RunAsync("wrap", "claude", "--port", new Uri(other.Url).Port.ToString());
        Assert.Equal((1, 0), (taken.ExitCode, taken.Output.Length));
        Assert.Contains("something else than Headroom answers", Assert.Single(taken.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);

        CommandResult missing = await _agents.WrapAsync("aider");
        Assert.Equal(127, missing.ExitCode);
        Assert.Contains("'aider' is not on the PATH", Assert.Single(missing.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_reaches_the_agent_and_what_it_makes_of_it_is_our_exit_code()
    {
        _agents.Add("claude", "trap 'kill $p; exit 42' TERM; tail -f /dev/null & p=$!; echo ready; wait");
        using Process wrap = Process.Start(_agents.StartInfo("wrap", "claude", "--port", _agents.Port.ToString()))!;
        Assert.Equal("ready", await wrap.StandardOutput.ReadLineAsync());
        Assert.Equal(0, kill(wrap.Id, 15));
        await wrap.WaitForExitAsync();
        Assert.Equal(42, wrap.ExitCode);
    }

    [Fact]
    public async Task A_file_that_had_to_change_is_as_it_was_when_the_agent_has_ended()
    {
        string file = ClineProviders();
        _agents.Add("cline", $"cat '{file}'");
        CommandResult result = await _agents.WrapAsync("cline");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"\"baseUrl\": \"http://127.0.0.1:{_agents.Port}/p/project/v1\"", Encoding.UTF8.GetString(result.Output), StringComparison.Ordinal);
        Assert.Equal(Providers, await File.ReadAllTextAsync(file));
        Assert.Contains("Nothing is changed", Encoding.UTF8.GetString((await _agents.RunAsync("unwrap")).Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_power_cut_unwrap_gives_the_file_back_and_so_does_the_next_wrap()
    {
        string file = ClineProviders();
        _agents.Add("cline", "echo ready; exec cat");
        foreach (bool byHand in (bool[])[true, false])
        {
            using Process wrap = Process.Start(_agents.StartInfo("wrap", "cline", "--port", _agents.Port.ToString()))!;
            Assert.Equal("ready", await wrap.StandardOutput.ReadLineAsync());
            wrap.Kill();
            await wrap.WaitForExitAsync();
            Assert.NotEqual(Providers, await File.ReadAllTextAsync(file));
            CommandResult restored = await (byHand ? _agents.RunAsync("unwrap", "cline") : _agents.WrapAsync("cline"));
            Assert.Equal(0, restored.ExitCode);
            Assert.Equal(Providers, await File.ReadAllTextAsync(file));
        }
    }

    [Fact]
    public async Task An_agent_gets_our_tools_for_its_run_unless_they_are_not_wanted()
    {
        string settings = Path.Combine(_agents.Home, ".gemini", "settings.json");
        _agents.Add("claude", "printf '%s|' \"$@\"");
        _agents.Add("gemini", $"cat '{settings}'");
        string told = Encoding.UTF8.GetString((await _agents.WrapAsync("claude")).Output);
        Assert.StartsWith("--mcp-config={", told, StringComparison.Ordinal);
        Assert.Contains($"\"mcp\",\"serve\",\"--gateway\",\"http://127.0.0.1:{_agents.Port}\"", told, StringComparison.Ordinal);
        Assert.Contains("\"--gateway\"", Encoding.UTF8.GetString((await _agents.WrapAsync("gemini")).Output), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(settings)));
        Assert.Equal("|", Encoding.UTF8.GetString((await _agents.WrapAsync("claude", "--no-mcp")).Output));
        Assert.NotEqual(0, (await _agents.WrapAsync("gemini", "--no-mcp")).ExitCode);
    }

    [Fact]
    public async Task With_a_code_graph_the_server_indexes_the_project_and_so_does_the_proxy()
    {
        ShopCode.WriteTo(_agents.Project);
        _agents.Add("claude", "printf '%s|' \"$@\"; echo \"$ANTHROPIC_BASE_URL\"");
        CommandResult result = await _agents.WrapAsync("claude", "--code-graph");
        string[] told = Encoding.UTF8.GetString(result.Output).TrimEnd().Split('|');
        Assert.Contains("\"serve\",\"--code-graph\"", told[0], StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = new Uri(told[1]) };
        JsonNode graph = JsonNode.Parse(await client.GetStringAsync("/v1/code-graph/project"))!;
        Assert.Equal(_agents.Project, (string)graph["directory"]!);
    }

    [Fact]
    public async Task A_team_s_gateway_reads_no_directory_and_the_agent_runs_with_its_tools_alone()
    {
        using var data = new TemporaryDirectory();
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        await using ProxyProcess gateway = await ProxyProcess.StartAsync(data.Path, upstream.Url);
        _agents.Add("claude", "printf '%s|' \"$@\"; exit 3");
        CommandResult result = await _agents.RunAsync("wrap", "claude", "--gateway", gateway.Client.BaseAddress!.ToString(), "--code-graph");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("\"--code-graph\"", Encoding.UTF8.GetString(result.Output), StringComparison.Ordinal);
        Assert.Contains("a gateway elsewhere does not read the files of this machine", result.Errors, StringComparison.Ordinal);
    }

    private string ClineProviders()
    {
        string file = Path.Combine(_agents.Home, ".cline", "data", "settings", "providers.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, Providers);
        return file;
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);
}
