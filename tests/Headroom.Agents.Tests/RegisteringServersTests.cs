using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headroom.Agents.Changes;
using Headroom.Agents.Hosts;

namespace Headroom.Agents.Tests;

/// <summary>Our MCP server in the files of its hosts.</summary>
public sealed class RegisteringServersTests : IDisposable
{
    private static readonly McpServerEntry Entry =
        new("/opt/head room/headroom", ["mcp", "serve", "--gateway", "https://gateway"], new Dictionary<string, string> { ["HEADROOM_KEY"] = "hr_me_\"x\"" });

    private readonly Scratch _scratch = new();

    public static TheoryData<string> Hosts => [.. McpHosts.All.Select(host => host.Name)];

    private HostPlace Place => new(_scratch.Home, _ => null);

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Hosts))]
    public void A_host_is_found_by_its_files_registered_once_and_given_back_byte_for_byte(string name)
    {
        IMcpHost host = Named(name);
        Assert.Equal(McpRegistration.NotDetected, McpHosts.State(host, Place, Entry));
        string file = host.File(Place);
        _scratch.File(Path.GetRelativePath(_scratch.Home, file), name == "codex" ? "model = \"m\"\n\n[tui]\nx = 1" : "{\n  // mine\n  \"theme\": \"dark\",\n}");
        IReadOnlyDictionary<string, string> before = _scratch.Tree();
        Assert.Equal(McpRegistration.Absent, McpHosts.State(host, Place, Entry));

        _scratch.Journal.Apply(McpHosts.Owner(host), file, content => host.Register(content, Entry));
        Assert.Equal(McpRegistration.Registered, McpHosts.State(host, Place, Entry));
        Assert.Equal(McpRegistration.Mismatch, McpHosts.State(host, Place, Entry with { Arguments = ["mcp", "serve"] }));
        byte[] registered = File.ReadAllBytes(file);
        Assert.Equal(registered, host.Register(registered, Entry));

        Assert.Equal(UndoOutcome.Restored, Assert.Single(_scratch.Journal.UndoAll(McpHosts.Owner(host))).Outcome);
        Assert.Equal(before, _scratch.Tree());
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public void A_host_without_a_file_gets_one_and_loses_it_again(string name)
    {
        IMcpHost host = Named(name);
        IReadOnlyDictionary<string, string> before = _scratch.Tree();
        _scratch.Journal.Apply(McpHosts.Owner(host), host.File(Place), content => host.Register(content, Entry));
        Assert.Equal(McpRegistration.Registered, McpHosts.State(host, Place, Entry));
        _scratch.Journal.UndoAll(McpHosts.Owner(host));
        Assert.Equal(before, _scratch.Tree());
    }

    [Theory]
    [InlineData("claude", "mcpServers", "\"type\":\"stdio\"")]
    [InlineData("vscode", "servers", "\"type\":\"stdio\"")]
    [InlineData("cursor", "mcpServers", "\"env\":{\"HEADROOM_KEY\":\"hr_me_\\\"x\\\"\"}")]
    [InlineData("gemini", "mcpServers", "\"command\":\"/opt/head room/headroom\",\"args\":[\"mcp\",\"serve\",\"--gateway\",\"https://gateway\"]")]
    [InlineData("qwen", "mcpServers", "\"command\":\"/opt/head room/headroom\"")]
    [InlineData("claude-desktop", "mcpServers", "\"command\":\"/opt/head room/headroom\"")]
    [InlineData("cline", "mcpServers", "\"env\":{\"HEADROOM_KEY\":\"hr_me_\\\"x\\\"\"}")]
    [InlineData("continue", "mcpServers", "\"command\":\"/opt/head room/headroom\"")]
    [InlineData("windsurf", "mcpServers", "\"command\":\"/opt/head room/headroom\"")]
    [InlineData("zed", "context_servers", "\"command\":\"/opt/head room/headroom\",\"args\":[\"mcp\",\"serve\",")]
    [InlineData("opencode", "mcp", "\"type\":\"local\",\"command\":[\"/opt/head room/headroom\",\"mcp\",\"serve\",\"--gateway\",\"https://gateway\"],\"enabled\":true,\"environment\"")]
    public void Each_host_gets_the_form_that_it_reads(string name, string section, string expected)
    {
        JsonNode server = JsonNode.Parse(Named(name).Register([], Entry))![section]!["headroom"]!;
        Assert.Contains(expected, server.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_that_move_a_host_s_files_are_followed()
    {
        Assert.Equal("/elsewhere/mcp.json", Named("cline").File(new HostPlace(_scratch.Home, name => name == "CLINE_MCP_SETTINGS_PATH" ? "/elsewhere/mcp.json" : null)));
        Assert.Equal(Path.Combine("/moved", "mcpServers", "headroom.json"), Named("continue").File(new HostPlace(_scratch.Home, name => name == "CONTINUE_GLOBAL_DIR" ? "/moved" : null)));
    }

    [Fact]
    public void Codex_s_table_replaces_an_older_one_with_what_belongs_to_it()
    {
        const string before = "[mcp_servers.headroom]\ncommand = \"old\"\n\n[mcp_servers.headroom.env]\nA = \"1\"\n\n[mcp_servers.other]\ncommand = \"theirs\"\n";
        string after = Encoding.UTF8.GetString(Named("codex").Register(Encoding.UTF8.GetBytes(before), Entry));
        Assert.Equal(
            "[mcp_servers.other]\ncommand = \"theirs\"\n\n[mcp_servers.headroom]\ncommand = \"/opt/head room/headroom\"\nargs = [\"mcp\", \"serve\", \"--gateway\", \"https://gateway\"]\nenv = { HEADROOM_KEY = \"hr_me_\\\"x\\\"\" }\n",
            after);
    }

    private static IMcpHost Named(string name) => McpHosts.All.Single(host => host.Name == name);
}
