using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;

namespace Headroom.Protocols.Anthropic;

/// <summary>Usage as the Messages API reports it, in answers and in stream events.</summary>
internal static class AnthropicUsage
{
    /// <summary>Reads a <c>usage</c> object; nothing is known where there is none.</summary>
    public static TokenUsage Read(JsonMembers? usage) => usage is null ? TokenUsage.Unknown : new TokenUsage(
        usage.NumberOf("input_tokens"),
        usage.NumberOf("cache_read_input_tokens"),
        usage.NumberOf("cache_creation_input_tokens"),
        usage.NumberOf("output_tokens"))
    {
        CacheWriteForHour = usage.ObjectOf("cache_creation")?.NumberOf("ephemeral_1h_input_tokens"),
    };
}
