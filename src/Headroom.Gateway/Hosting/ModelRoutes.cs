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
        new(Provider.OpenAI, WireProtocol.ChatCompletions, "/v1/chat/completions", "/chat/completions"),
        new(Provider.OpenAI, WireProtocol.Responses, "/v1/responses", "/responses", "/v1/codex/responses", "/backend-api/responses", "/backend-api/codex/responses")
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
        new(Provider.Azure, WireProtocol.ChatCompletions, "/openai/deployments/{model}/chat/completions", "/openai/v1/chat/completions"),
        new(Provider.Azure, WireProtocol.Responses, "/openai/v1/responses", "/openai/responses", "/openai/deployments/{model}/responses") { HasSockets = true },
        new(Provider.Vertex, WireProtocol.Gemini, OnVertex("google", "generateContent")),
        new(Provider.Vertex, WireProtocol.Gemini, OnVertex("google", "streamGenerateContent")) { StreamsArrays = true },
        new(Provider.Bedrock, WireProtocol.BedrockInvoke, [.. OnBedrock("invoke"), .. OnBedrock("invoke-with-response-stream")]),
        new(Provider.Bedrock, WireProtocol.BedrockConverse, [.. OnBedrock("converse"), .. OnBedrock("converse-stream")]),
        new(Provider.Vertex, WireProtocol.AnthropicMessages, [.. OnVertex("anthropic", "rawPredict"), .. OnVertex("anthropic", "streamRawPredict")]),
    ];

    /// <value>Paths that look like calls of a model, and are none: a count must be of what the client sent.</value>
    public static IReadOnlyList<string> PassedThrough { get; } = OnVertex("anthropic", "rawPredict", "count-tokens");

    /// <summary>Some clients do not encode the slash in the ARN of an inference profile.</summary>
    private static string[] OnBedrock(string action) => [$"/model/{{model}}/{action}", $"/model/{{arn}}/{{model}}/{action}"];

    private static string[] OnVertex(string publisher, string action, string model = "{model}")
    {
        string path = $"/projects/{{project}}/locations/{{location}}/publishers/{publisher}/models/{model}:{action}";
        return [path, "/{version}" + path];
    }
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
