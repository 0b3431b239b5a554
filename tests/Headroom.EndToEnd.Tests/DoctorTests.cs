using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary><c>headroom doctor</c> and <c>headroom mcp install</c>, as commands.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly FakeAgents _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task The_worst_finding_is_the_exit_code_and_every_fault_has_a_line_that_puts_it_right()
    {
        _machine.Add("claude", "exit 0");
        (int stopped, JsonNode before) = await ExamineAsync("--port", _machine.Port.ToString());
        Assert.Equal((1, "warning"), (stopped, (string)before["status"]!));
        Assert.Contains("headroom proxy", (string)Of(before, "proxy")["fix"]!, StringComparison.Ordinal);

        await _machine.WrapAsync("claude");
        (int running, JsonNode after) = await ExamineAsync("--port", _machine.Port.ToString());
        Assert.Equal((0, "ok"), (running, (string)after["status"]!));
        Assert.All(after["findings"]!.AsArray(), finding => Assert.Null(finding!["fix"]));
    }

    [Fact]
    public async Task A_port_that_is_taken_and_a_key_that_is_refused_are_errors()
    {
        await using ScriptedUpstream other = await ScriptedUpstream.StartAsync();
        (int taken, JsonNode port) = await ExamineAsync("--port", new Uri(other.Url).Port.ToString());
        Assert.Equal((2, "error"), (taken, (string)Of(port, "port")["status"]!));

        using var data = new TemporaryDirectory();
        await HeadroomCommandLine.RunAsync([], "keys", "add", "me", "--data", data.Path);
        await using ProxyProcess gateway = await ProxyProcess.StartAsync(data.Path, other.Url);
        (int refused, JsonNode key) = await ExamineAsync("--gateway", gateway.Client.BaseAddress!.ToString(), "--key", "hr_me_wrong");
        Assert.Equal((2, "error"), (refused, (string)Of(key, "key")["status"]!));
    }

    [Fact]
    public async Task Hosts_of_this_machine_get_the_tools_and_lose_them_again()
    {
        string file = Path.Combine(_machine.Home, ".cursor", "mcp.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "{\"mcpServers\":{}}");
        Assert.Matches("claude +not detected\n(.*\n)*cursor +registered in ", await TextAsync("mcp", "install"));
        JsonNode server = JsonNode.Parse(await File.ReadAllTextAsync(file))!["mcpServers"]!["headroom"]!;
        Assert.Equal(["mcp", "serve", "--data", _machine.Data], server["args"]!.AsArray().Select(argument => (string)argument!).TakeLast(4));
        Assert.Matches("cursor +already registered", await TextAsync("mcp", "install", "cursor"));
        Assert.Matches("cursor +registered in ", await TextAsync("mcp", "status"));
        Assert.Matches("cursor +removed; the file is as it was", await TextAsync("mcp", "uninstall"));
        Assert.Equal("{\"mcpServers\":{}}", await File.ReadAllTextAsync(file));

        await File.WriteAllTextAsync(file, """{"mcpServers":{"headroom":{"command":"mine"}}}""");
        CommandResult mismatch = await _machine.RunAsync("mcp", "install", "cursor");
        Assert.Equal(1, mismatch.ExitCode);
        Assert.Equal("""{"mcpServers":{"headroom":{"command":"mine"}}}""", await File.ReadAllTextAsync(file));
    }

    private async Task<(int ExitCode, JsonNode Diagnosis)> ExamineAsync(params string[] arguments)
    {
        CommandResult result = await _machine.RunAsync(["doctor", "--json", .. arguments]);
        return (result.ExitCode, JsonNode.Parse(result.Output)!);
    }

    private async Task<string> TextAsync(params string[] arguments)
    {
        CommandResult result = await _machine.RunAsync(arguments);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        return Encoding.UTF8.GetString(result.Output);
    }

    private static JsonNode Of(JsonNode diagnosis, string name) => diagnosis["findings"]!.AsArray().Single(finding => (string)finding!["name"]! == name)!;
}
