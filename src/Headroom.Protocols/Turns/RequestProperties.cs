using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Turns;

/// <summary>The top-level properties of a request that mean something here.</summary>
internal enum RequestProperty
{
    Other,
    Model,
    Stream,
    MaxTokens,
    MaxCompletionTokens,
    MaxOutputTokens,
    System,
    Metadata,
    Tools,
    ToolChoice,
    Messages,
    PromptCacheKey,
    AnswerCount,
    Thinking,
    Instructions,
    PreviousResponseId,
    Conversation,
    Store,
    Include,
    Background,
    Reasoning,
    SystemInstruction,
    ToolConfig,
    GenerationConfig,
    Wrapped,
    SessionId,
    AnthropicVersion,
    InferenceConfig,
    AdditionalFields,
}

/// <summary>Names of top-level properties.</summary>
internal static class RequestProperties
{
    /// <summary>Recognises the property name that the reader stands on.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="history">The protocol's name for what was said so far.</param>
    public static RequestProperty Of(ref BodyReader reader, ReadOnlySpan<byte> history) =>
        reader.ValueTextEquals(history) ? RequestProperty.Messages
        : reader.ValueTextEquals("model"u8) ? RequestProperty.Model
        : reader.ValueTextEquals("stream"u8) ? RequestProperty.Stream
        : reader.ValueTextEquals("tools"u8) ? RequestProperty.Tools
        : reader.ValueTextEquals("tool_choice"u8) ? RequestProperty.ToolChoice
        : reader.ValueTextEquals("max_tokens"u8) ? RequestProperty.MaxTokens
        : reader.ValueTextEquals("max_completion_tokens"u8) ? RequestProperty.MaxCompletionTokens
        : reader.ValueTextEquals("system"u8) ? RequestProperty.System
        : reader.ValueTextEquals("metadata"u8) ? RequestProperty.Metadata
        : reader.ValueTextEquals("prompt_cache_key"u8) ? RequestProperty.PromptCacheKey
        : reader.ValueTextEquals("thinking"u8) ? RequestProperty.Thinking
        : reader.ValueTextEquals("n"u8) ? RequestProperty.AnswerCount
        : reader.ValueTextEquals("max_output_tokens"u8) ? RequestProperty.MaxOutputTokens
        : reader.ValueTextEquals("instructions"u8) ? RequestProperty.Instructions
        : reader.ValueTextEquals("previous_response_id"u8) ? RequestProperty.PreviousResponseId
        : reader.ValueTextEquals("conversation"u8) ? RequestProperty.Conversation
        : reader.ValueTextEquals("store"u8) ? RequestProperty.Store
        : reader.ValueTextEquals("include"u8) ? RequestProperty.Include
        : reader.ValueTextEquals("background"u8) ? RequestProperty.Background
        : reader.ValueTextEquals("reasoning"u8) ? RequestProperty.Reasoning
        : reader.ValueTextEquals("systemInstruction"u8) || reader.ValueTextEquals("system_instruction"u8) ? RequestProperty.SystemInstruction
        : reader.ValueTextEquals("toolConfig"u8) || reader.ValueTextEquals("tool_config"u8) ? RequestProperty.ToolConfig
        : reader.ValueTextEquals("generationConfig"u8) || reader.ValueTextEquals("generation_config"u8) ? RequestProperty.GenerationConfig
        : reader.ValueTextEquals("request"u8) ? RequestProperty.Wrapped
        : reader.ValueTextEquals("session_id"u8) ? RequestProperty.SessionId
        : reader.ValueTextEquals("anthropic_version"u8) ? RequestProperty.AnthropicVersion
        : reader.ValueTextEquals("inferenceConfig"u8) ? RequestProperty.InferenceConfig
        : reader.ValueTextEquals("additionalModelRequestFields"u8) ? RequestProperty.AdditionalFields
        : RequestProperty.Other;
}

/// <summary>Notices a property that is given twice: parsers disagree on which one counts, so such a request is left alone.</summary>
internal struct PropertyGuard
{
    private uint _seen;

    /// <summary>Whether the property has not been seen before; unknown properties may repeat.</summary>
    public bool IsFirst(RequestProperty property)
    {
        uint bit = property == RequestProperty.Other ? 0 : 1u << (int)property;
        bool isFirst = (_seen & bit) == 0;
        _seen |= bit;
        return isFirst;
    }
}
