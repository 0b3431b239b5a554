using Headroom.Compression.Blocks;
using Headroom.Gateway.Access;
using Headroom.Gateway.Hosting;

namespace Headroom.Cli.Embedded;

/// <summary>What <c>headroom proxy</c> says when it is ready.</summary>
internal static class Banner
{
    /// <summary>Writes where it listens, what is on and where the data is.</summary>
    public static void Write(TextWriter output, string url, string directory, AccessKeys keys, ProfileSelection profiles, GatewayOptions options)
    {
        string compression = options.IsOptimizing
            ? $"on, profile {profiles.Default.Id}{string.Concat(profiles.Overrides.Select(tool => $", {tool.Pattern}={tool.Profile?.Name ?? ToolProfile.Raw}"))}; originals stay retrievable, also by the model (headroom_retrieve)"
            : "off (--no-optimize): everything is forwarded as it comes";
        string upstreams = string.Concat(options.Upstreams.Select(upstream => $"\n  /u/{upstream.Key,-9}  {upstream.Value}"));
        string azure = options.AzureUrl is { } resource ? $"\n  Azure        {resource}" : "";
        output.WriteLine(
            $"""
            Headroom is listening on {url}

              Compression  {compression}
              Data         {directory}
              Access       {(keys.AreRequired ? $"with a key, of which there are {keys.Count} (headroom keys list)" : "this machine only, without a key")}
              Anthropic    {options.AnthropicUrl}
              OpenAI       {options.OpenAIUrl}
              ChatGPT      {options.ChatGptUrl}
              Gemini       {options.GeminiUrl}{azure}{upstreams}

              Claude Code  ANTHROPIC_BASE_URL={url} claude
              OpenAI SDKs  OPENAI_BASE_URL={url}/v1
              Figures      {url}/stats

            Ctrl-C stops it after open streams have ended.
            """);
    }
}
