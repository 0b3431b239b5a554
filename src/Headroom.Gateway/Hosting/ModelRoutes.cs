using Headroom.Gateway.Upstreams;
using Headroom.Protocols.Turns;

namespace Headroom.Gateway.Hosting;

/// <summary>The routes on which models are called. A protocol is a line here.</summary>
internal static class ModelRoutes
{
    /// <value>All of them.</value>
    public static IReadOnlyList<ModelRoute> All { get; } =
    [
        new(Provider.Anthropic, WireProtocol.AnthropicMessages, "/v1/messages"),
        new(Provider.OpenAI, WireProtocol.ChatCompletions, "/v1/chat/completions"),
        new(Provider.OpenAI, WireProtocol.Responses, "/v1/responses", "/v1/codex/responses", "/backend-api/responses", "/backend-api/codex/responses")
        {
            HasSockets = true,
        },
        new(
            Provider.Gemini, WireProtocol.Gemini, "/v1beta/models/{model}:generateContent", "/v1/models/{model}:generateContent",
            "/v1internal:generateContent", "/v1/v1internal:generateContent"),
        new(
            Provider.Gemini, WireProtocol.Gemini, "/v1beta/models/{model}:streamGenerateContent", "/v1/models/{model}:streamGenerateContent",
            "/v1internal:streamGenerateContent", "/v1/v1internal:streamGenerateContent")
        {
            StreamsArrays = true,
        },
    ];
}

/// <summary>The paths of one protocol.</summary>
/// <param name="Provider">Whom their requests are for.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Paths">The paths.</param>
internal sealed record ModelRoute(Provider Provider, WireProtocol Protocol, params string[] Paths)
{
    /// <value>Whether they take WebSockets too.</value>
    public bool HasSockets { get; init; }

    /// <value>Whether an answer in JSON is a stream there: one array, whose elements come as they are made.</value>
    public bool StreamsArrays { get; init; }
}
