namespace Headroom.Protocols.Turns;

/// <summary>The LLM wire protocols that are parsed.</summary>
public enum WireProtocol
{
    /// <summary>Anthropic Messages, <c>POST /v1/messages</c>.</summary>
    AnthropicMessages,

    /// <summary>OpenAI Chat Completions, <c>POST /v1/chat/completions</c>.</summary>
    ChatCompletions,

    /// <summary>OpenAI Responses, <c>POST /v1/responses</c> and the same over WebSocket.</summary>
    Responses,

    /// <summary>Google Gemini, <c>POST /v1beta/models/{model}:generateContent</c> and its aliases.</summary>
    Gemini,

    /// <summary>Anthropic Messages on AWS Bedrock, <c>POST /model/{id}/invoke</c> and <c>/invoke-with-response-stream</c>.</summary>
    BedrockInvoke,

    /// <summary>AWS Bedrock's own, <c>POST /model/{id}/converse</c> and <c>/converse-stream</c>.</summary>
    BedrockConverse,
}
