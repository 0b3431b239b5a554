using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Turns;

/// <summary>Where everything of interest stands in a request body. The body itself is left alone.</summary>
public sealed record TurnMap
{
    /// <value>The protocol that the body is written in.</value>
    public required WireProtocol Protocol { get; init; }

    /// <value>The model that the request names; Gemini's stands in the path.</value>
    public string? Model { get; init; }

    /// <value>Whether the answer is to be streamed.</value>
    public bool IsStream { get; init; }

    /// <value>The messages, in order.</value>
    public required IReadOnlyList<TurnMessage> Messages { get; init; }

    /// <value>The array that holds the messages, brackets included; a history of Responses may also be one string.</value>
    public required ByteRange MessageList { get; init; }

    /// <value>The tools that the client lists.</value>
    public required ToolList Tools { get; init; }

    /// <value>The number that limits the answer's tokens (<c>max_tokens</c>, <c>maxOutputTokens</c> and the like), where there is one.</value>
    public ByteRange? MaxTokens { get; init; }

    /// <value>What the provider takes at least for <see cref="MaxTokens"/>; Anthropic wants more than the budget for thinking.</value>
    public long LeastMaxTokens { get; init; } = 1;

    /// <value>The value of <c>system</c> (Anthropic) or <c>instructions</c> (Responses) or <c>systemInstruction</c> (Gemini), where it is no message.</value>
    public ByteRange? System { get; init; }

    /// <value>Anthropic <c>metadata.user_id</c>.</value>
    public string? UserId { get; init; }

    /// <value>OpenAI <c>prompt_cache_key</c>.</value>
    public string? PromptCacheKey { get; init; }

    /// <value>The <c>session_id</c> of Cloud Code Assist.</value>
    public string? SessionId { get; init; }

    /// <value>What the request says of answers that the provider keeps; <c>null</c> in protocols without such.</value>
    public KeptAnswers? Kept { get; init; }

    /// <value>The text tokens of the last message in which the user speaks, quotes included.</value>
    public IReadOnlyList<ByteRange> Question { get; init; } = [];
}

/// <summary>What a Responses request says of answers that the provider keeps.</summary>
/// <param name="PreviousId">The value of <c>previous_response_id</c>: the history up to that answer stays with the provider.</param>
/// <param name="PreviousIdToken">Its token, quotes included; or the <c>null</c> that stands there; <c>null</c> where nothing does.</param>
/// <param name="IsStored">Whether the provider is to keep the answer, so that a later request can go on from it.</param>
/// <param name="ReturnsReasoning">Whether what the model thinks comes back in a form that can be sent again.</param>
public sealed record KeptAnswers(string? PreviousId, ByteRange? PreviousIdToken, bool IsStored, bool ReturnsReasoning);
