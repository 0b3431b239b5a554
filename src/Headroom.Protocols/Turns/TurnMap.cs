using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Turns;

/// <summary>Where everything of interest stands in a request body. The body itself is left alone.</summary>
public sealed class TurnMap
{
    /// <value>The protocol that the body is written in.</value>
    public required WireProtocol Protocol { get; init; }

    /// <value>The model that the request names.</value>
    public string? Model { get; init; }

    /// <value>Whether the answer is to be streamed.</value>
    public bool IsStream { get; init; }

    /// <value>The messages, in order.</value>
    public required IReadOnlyList<TurnMessage> Messages { get; init; }

    /// <value>The <c>messages</c> array, brackets included.</value>
    public required ByteRange MessageList { get; init; }

    /// <value>The tools that the client lists.</value>
    public required ToolList Tools { get; init; }

    /// <value>The number that limits the answer's tokens (<c>max_tokens</c>, <c>max_completion_tokens</c>), where there is one.</value>
    public ByteRange? MaxTokens { get; init; }

    /// <value>Anthropic <c>thinking.budget_tokens</c>; <see cref="MaxTokens"/> must be larger.</value>
    public long? ThinkingBudget { get; init; }

    /// <value>The top-level <c>system</c> value of an Anthropic request.</value>
    public ByteRange? System { get; init; }

    /// <value>Anthropic <c>metadata.user_id</c>.</value>
    public string? UserId { get; init; }

    /// <value>OpenAI <c>prompt_cache_key</c>.</value>
    public string? PromptCacheKey { get; init; }

    /// <value>The text tokens of the last message in which the user speaks, quotes included.</value>
    public IReadOnlyList<ByteRange> Question { get; init; } = [];
}
