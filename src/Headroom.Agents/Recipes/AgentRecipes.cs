namespace Headroom.Agents.Recipes;

/// <summary>The agents that are known.</summary>
public static class AgentRecipes
{
    /// <summary>Upstreams that agents need beside those that a proxy knows: the name in the path, and the address.</summary>
    public static IReadOnlyDictionary<string, Uri> NamedUpstreams { get; } = new Dictionary<string, Uri> { ["mistral"] = new("https://api.mistral.ai") };

    /// <value>All of them, by name.</value>
    public static IReadOnlyList<IAgentRecipe> All { get; } =
    [
        new EnvironmentAgent("aider", "aider", place =>
        [
            ("OPENAI_API_BASE", place.RootWithKey + "/v1"), ("ANTHROPIC_BASE_URL", place.RootWithKey), ("ANTHROPIC_API_BASE", place.RootWithKey),
        ]),
        new ClaudeCode(),
        new Cline(),
        new Codex(),
        new Continue(),
        new CopilotCli(),
        new Cursor(),
        new EnvironmentAgent("gemini", "gemini", place => [("GOOGLE_GEMINI_BASE_URL", place.RootWithKey)], host: "gemini"),
        new EnvironmentAgent("goose", "goose", place =>
        [
            ("OPENAI_HOST", place.Root), ("OPENAI_BASE_PATH", place.RootWithKey[(place.Root.Length + 1)..] + "/v1/chat/completions"),
            ("OPENAI_BASE_URL", place.RootWithKey + "/v1"), ("OPENAI_API_BASE", place.RootWithKey + "/v1"),
            ("ANTHROPIC_HOST", place.RootWithKey), ("ANTHROPIC_BASE_URL", place.RootWithKey),
        ]),
        new OpenCode(),
        new EnvironmentAgent("openhands", "openhands", place =>
        [
            ("LLM_BASE_URL", IsAnthropic(place.Variable("LLM_MODEL")) ? place.RootWithKey : place.RootWithKey + "/v1"),
            ("OPENAI_BASE_URL", place.RootWithKey + "/v1"), ("OPENAI_API_BASE", place.RootWithKey + "/v1"), ("ANTHROPIC_BASE_URL", place.RootWithKey),
        ]),
        new EnvironmentAgent("qwen", "qwen", place => [("OPENAI_BASE_URL", place.RootWithKey + "/v1")], host: "qwen"),
        new EnvironmentAgent("vibe", "vibe", place =>
        [
            ("VIBE_PROVIDERS", $$"""[{"name":"mistral","api_base":"{{place.RootWithKey}}/u/mistral/v1","api_key_env_var":"MISTRAL_API_KEY","backend":"mistral"}]"""),
        ]),
    ];

    /// <summary>The agent of a name; <c>null</c> where there is none.</summary>
    public static IAgentRecipe? Named(string name) => All.FirstOrDefault(agent => agent.Name == name);

    private static bool IsAnthropic(string? model) =>
        model is not null && (model.StartsWith("anthropic/", StringComparison.Ordinal) || model.StartsWith("claude", StringComparison.Ordinal));
}
