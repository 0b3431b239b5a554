using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Upstreams;

/// <summary>
/// Which clients try a stream again by themselves. Where both did, one overload would become nine requests, and the client would
/// show nothing while it waits for ours.
/// </summary>
internal static class ClientRetries
{
    /// <summary>How the agents that retry by themselves begin their <c>User-Agent</c>.</summary>
    private static readonly string[] Agents =
    [
        "claude-cli/", "codex", "GeminiCLI", "QwenCode", "opencode/", "ai-sdk/", "Cline", "Roo", "Kilo", "GitHubCopilot", "copilot", "Continue", "aider", "litellm",
        "goose", "google-genai-sdk/",

        // Continue names itself so where it calls Anthropic.
        "node-fetch",
    ];

    /// <summary>Whether a request comes from such a client.</summary>
    public static bool AreMadeBy(HttpRequest request) =>
        request.Headers.ContainsKey("x-stainless-retry-count") || request.Headers.ContainsKey("x-stainless-lang")
        || Array.Exists(Agents, agent => request.Headers.UserAgent.ToString().StartsWith(agent, StringComparison.OrdinalIgnoreCase));
}
