using System.Text.Json.Nodes;
using Headroom.Agents.Hosts;
using Headroom.Agents.Recipes;

namespace Headroom.Agents.Tests;

/// <summary>What each agent is told.</summary>
public sealed class PointingAgentsTests : IDisposable
{
    private const string Key = "hr_me_secret";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Claude_Code_gets_its_address_and_says_who_it_is_in_headers_behind_those_it_had()
    {
        AgentSetup setup = Prepare("claude", Key, variables: ("ANTHROPIC_CUSTOM_HEADERS", "X-Team: blue"));
        Assert.Equal("http://gateway:1", setup.Environment["ANTHROPIC_BASE_URL"]);
        Assert.Equal("X-Team: blue\nX-Headroom-Project: my%20project\nX-Headroom-Key: hr_me_secret", setup.Environment["ANTHROPIC_CUSTOM_HEADERS"]);
        Assert.Equal("true", setup.Environment["ENABLE_TOOL_SEARCH"]);
        Assert.Empty(setup.Arguments);
        Assert.Empty(setup.Files);
        Assert.False(setup.Environment.ContainsKey("ANTHROPIC_API_KEY"));
    }

    [Fact]
    public void Claude_Code_s_settings_that_name_another_address_are_overridden_for_this_run()
    {
        _scratch.File(".claude/settings.json", """{"env":{"ANTHROPIC_BASE_URL":"http://elsewhere"}} // mine""");
        AgentSetup setup = Prepare("claude");
        Assert.Equal("--settings", setup.Arguments[0]);
        Assert.Equal("http://gateway:1", (string)JsonNode.Parse(setup.Arguments[1])!["env"]!["ANTHROPIC_BASE_URL"]!);

        AgentSetup own = Prepare("claude", arguments: ["--settings", "mine.json"]);
        Assert.Empty(own.Arguments);
        Assert.Contains("may not go through Headroom", Assert.Single(own.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "requires_openai_auth=true")]
    [InlineData(false, "env_key=\"OPENAI_API_KEY\"")]
    public void Codex_gets_a_provider_that_uses_what_it_is_signed_in_with(bool isSignedIn, string credential)
    {
        if (isSignedIn)
        {
            _scratch.File(".codex/auth.json", "{}");
        }

        AgentSetup setup = Prepare("codex", Key, variables: ("OPENAI_API_KEY", "sk-x"));
        Assert.Equal("model_provider=\"headroom\"", setup.Arguments[1]);
        Assert.Contains("base_url=\"http://gateway:1/v1\"", setup.Arguments[3], StringComparison.Ordinal);
        Assert.Contains(credential, setup.Arguments[3], StringComparison.Ordinal);
        Assert.DoesNotContain(Key, string.Concat(setup.Arguments), StringComparison.Ordinal);
        Assert.Equal(Key, setup.Environment["HEADROOM_KEY"]);
    }

    [Theory]
    [InlineData("gemini", "GOOGLE_GEMINI_BASE_URL", "")]
    [InlineData("qwen", "OPENAI_BASE_URL", "/v1")]
    [InlineData("aider", "OPENAI_API_BASE", "/v1")]
    [InlineData("aider", "ANTHROPIC_BASE_URL", "")]
    [InlineData("goose", "ANTHROPIC_HOST", "")]
    [InlineData("openhands", "LLM_BASE_URL", "/v1")]
    [InlineData("copilot", "COPILOT_PROVIDER_BASE_URL", "/v1")]
    public void Clients_that_send_no_headers_of_ours_have_key_and_project_in_the_path(string agent, string variable, string version) =>
        Assert.Equal($"http://gateway:1/k/{Key}/p/my%20project{version}", Prepare(agent, Key).Environment[variable]);

    [Fact]
    public void Goose_takes_host_and_path_apart()
    {
        AgentSetup setup = Prepare("goose");
        Assert.Equal(("http://gateway:1", "p/my%20project/v1/chat/completions"), (setup.Environment["OPENAI_HOST"], setup.Environment["OPENAI_BASE_PATH"]));
    }

    [Fact]
    public void OpenCode_keeps_what_its_variable_held()
    {
        JsonNode content = JsonNode.Parse(Prepare("opencode", Key, variables: ("OPENCODE_CONFIG_CONTENT", """{"theme":"x","provider":{"openai":{"options":{"timeout":1}}}}""")).Environment["OPENCODE_CONFIG_CONTENT"])!;
        Assert.Equal("x", (string)content["theme"]!);
        JsonNode openai = content["provider"]!["openai"]!["options"]!;
        Assert.Equal((1, "http://gateway:1/v1", Key), ((int)openai["timeout"]!, (string)openai["baseURL"]!, (string)openai["headers"]!["X-Headroom-Key"]!));
        Assert.Equal("http://gateway:1/v1beta", (string)content["provider"]!["google"]!["options"]!["baseURL"]!);
    }

    [Theory]
    [InlineData("ANTHROPIC_API_KEY", "anthropic", "")]
    [InlineData("OPENAI_API_KEY", "openai", "/v1")]
    public void Copilot_takes_the_provider_whose_key_is_there(string variable, string type, string version)
    {
        AgentSetup setup = Prepare("copilot", arguments: ["--model", "m"], variables: (variable, "sk-x"));
        Assert.Equal((type, "sk-x"), (setup.Environment["COPILOT_PROVIDER_TYPE"], setup.Environment["COPILOT_PROVIDER_API_KEY"]));
        Assert.Equal($"http://gateway:1/p/my%20project{version}", setup.Environment["COPILOT_PROVIDER_BASE_URL"]);
        Assert.Empty(setup.Notes);
        Assert.Equal(2, Prepare("copilot").Notes.Count);
    }

    [Fact]
    public void Vibe_reaches_its_provider_under_a_name_that_a_proxy_of_ours_knows()
    {
        Assert.Contains("http://gateway:1/p/my%20project/u/mistral/v1", Prepare("vibe").Environment["VIBE_PROVIDERS"], StringComparison.Ordinal);
        Assert.Contains("mistral", AgentRecipes.NamedUpstreams.Keys);
    }

    [Fact]
    public void Cline_s_providers_are_redirected_and_given_back()
    {
        string providers = """
            {
              "version": 1,
              "providers": {
                "openai": {
                  "settings": {
                    "model": "m",
                    "baseUrl": "https://api.openai.com/v1"
                  }
                },
                "anthropic": {
                  "settings": {
                    "model": "c"
                  }
                },
                "ollama": {
                  "settings": {}
                }
              }
            }
            """;
        string file = _scratch.File(".cline/data/settings/providers.json", providers);
        FileEdit edit = Assert.Single(Prepare("cline").Files);
        _scratch.Journal.Apply("wrap:cline", edit.Path, edit.Edit);
        JsonNode changed = JsonNode.Parse(File.ReadAllText(file))!["providers"]!;
        Assert.Equal("http://gateway:1/p/my%20project/v1", (string)changed["openai"]!["settings"]!["baseUrl"]!);
        Assert.Equal("http://gateway:1/p/my%20project", (string)changed["anthropic"]!["settings"]!["baseUrl"]!);
        Assert.Null(changed["ollama"]!["settings"]!["baseUrl"]);
        _scratch.Journal.UndoAll("wrap:cline");
        Assert.Equal(providers, File.ReadAllText(file));
    }

    [Fact]
    public void Continue_gets_a_copy_of_its_configuration_and_its_own_stays()
    {
        const string own = "name: mine\nmodels:\n  - name: a\n    provider: anthropic\n    model: c\n    apiBase: https://elsewhere/\n  - provider: ollama\n    apiBase: http://localhost:11434\n  - provider: openai\n    model: o\n";
        string file = _scratch.File(".continue/config.yaml", own);
        AgentSetup setup = Prepare("continue");
        Assert.Equal("--config", setup.LastArguments[0]);
        Assert.Equal(
            "name: mine\nmodels:\n  - name: a\n    provider: anthropic\n    apiBase: \"http://gateway:1/p/my%20project/v1/\"\n    model: c\n  - provider: ollama\n    apiBase: http://localhost:11434\n  - provider: openai\n    apiBase: \"http://gateway:1/p/my%20project/v1/\"\n    model: o\n",
            File.ReadAllText(setup.LastArguments[1]));
        Assert.Equal(own, File.ReadAllText(file));
    }

    [Fact]
    public void Cursor_is_told_in_words() =>
        Assert.Contains(Prepare("cursor", Key).Notes, note => note.Contains($"http://gateway:1/k/{Key}/p/my%20project/v1", StringComparison.Ordinal));

    [Fact]
    public void Claude_Code_is_told_of_our_server_in_one_word_and_the_key_stays_out_of_it()
    {
        AgentSetup setup = Prepare("claude", Key, Server);
        string told = Assert.Single(setup.Arguments);
        Assert.StartsWith("--mcp-config={", told, StringComparison.Ordinal);
        JsonNode server = JsonNode.Parse(told["--mcp-config=".Length..])!["mcpServers"]!["headroom"]!;
        Assert.Equal(("/opt/headroom", "${HEADROOM_KEY}"), ((string)server["command"]!, (string)server["env"]!["HEADROOM_KEY"]!));
        Assert.Equal(["mcp", "serve", "--code-graph"], server["args"]!.AsArray().Select(argument => (string)argument!));
        Assert.Equal(Key, setup.Environment["HEADROOM_KEY"]);
    }

    [Fact]
    public void Codex_and_Copilot_are_told_of_our_server_by_arguments_without_the_key()
    {
        AgentSetup codex = Prepare("codex", Key, Server), copilot = Prepare("copilot", Key, Server);
        Assert.Equal("mcp_servers.headroom={command=\"/opt/headroom\",args=[\"mcp\",\"serve\",\"--code-graph\"],env_vars=[\"HEADROOM_KEY\"]}", codex.Arguments[^1]);
        Assert.Equal("--additional-mcp-config", copilot.Arguments[0]);
        Assert.Equal("local", (string)JsonNode.Parse(copilot.Arguments[1])!["mcpServers"]!["headroom"]!["type"]!);
        Assert.All([codex, copilot], setup => Assert.DoesNotContain(Key, string.Concat(setup.Arguments), StringComparison.Ordinal));
        Assert.All([codex, copilot], setup => Assert.Equal(Key, setup.Environment["HEADROOM_KEY"]));
    }

    [Fact]
    public void OpenCode_is_told_of_our_server_beside_its_addresses() => Assert.Equal(
        "/opt/headroom", (string)JsonNode.Parse(Prepare("opencode", Key, Server).Environment["OPENCODE_CONFIG_CONTENT"])!["mcp"]!["headroom"]!["command"]![0]!);

    [Theory]
    [InlineData("gemini", ".gemini/settings.json")]
    [InlineData("qwen", ".qwen/settings.json")]
    [InlineData("cline", ".cline/data/settings/cline_mcp_settings.json")]
    public void Agents_that_read_servers_from_a_file_get_ours_there_until_they_end(string agent, string path)
    {
        _scratch.File(".cline/data/settings/providers.json", "{}");
        string file = _scratch.File(path, "{\n  \"mcpServers\": {} // mine\n}");
        IReadOnlyDictionary<string, string> before = _scratch.Tree();
        Assert.DoesNotContain(Prepare(agent).Files, edit => edit.Path == file);
        FileEdit edit = Prepare(agent, null, Server).Files.Single(edit => edit.Path == file);
        _scratch.Journal.Apply("wrap:" + agent, edit.Path, edit.Edit);
        Assert.Contains("/opt/headroom", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.DoesNotContain(Prepare(agent, null, Server).Files, edit => edit.Path == file);
        _scratch.Journal.UndoAll("wrap:" + agent);
        Assert.Equal(before, _scratch.Tree());
    }

    [Theory]
    [InlineData("models: []\n", "models: []\nmcpServers:\n  - name: headroom\n    command: \"/opt/headroom\"\n    args: [\"mcp\", \"serve\", \"--code-graph\"]\n    env:\n      HEADROOM_KEY: \"hr_me_secret\"\n")]
    [InlineData("mcpServers:\n- name: mine\n  command: x\n", "mcpServers:\n- name: headroom\n  command: \"/opt/headroom\"\n  args: [\"mcp\", \"serve\", \"--code-graph\"]\n  env:\n    HEADROOM_KEY: \"hr_me_secret\"\n- name: mine\n  command: x\n")]
    [InlineData("mcpServers: [{name: mine, command: x}]\n", "mcpServers: [{name: mine, command: x}]\n")]
    public void Continue_s_copy_names_our_server_before_its_own(string own, string expected)
    {
        _scratch.File(".continue/config.yaml", own);
        Assert.Equal(expected, File.ReadAllText(Prepare("continue", Key, Server).LastArguments[1]));
    }

    private static McpServerEntry Server { get; } = new("/opt/headroom", ["mcp", "serve", "--code-graph"], new Dictionary<string, string> { ["HEADROOM_KEY"] = Key });

    private AgentSetup Prepare(string agent, string? key, McpServerEntry server) => AgentRecipes.Named(agent)!.Prepare(
        new AgentPlace(new Uri("http://gateway:1/"), key, _scratch.Home, Path.Combine(_scratch.Home, "my project"), _scratch.Data, [], _ => null) { Mcp = server });

    private AgentSetup Prepare(string agent, string? key = null, string[]? arguments = null, params (string Name, string Value)[] variables) =>
        AgentRecipes.Named(agent)!.Prepare(new AgentPlace(
            new Uri("http://gateway:1/"), key, _scratch.Home, Path.Combine(_scratch.Home, "my project"), _scratch.Data, arguments ?? [],
            name => variables.FirstOrDefault(variable => variable.Name == name).Value));
}
