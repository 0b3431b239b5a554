namespace Headroom.Gateway.Upstreams;

/// <summary>The providers that requests are forwarded to.</summary>
public enum Provider
{
    /// <summary>Anthropic.</summary>
    Anthropic,

    /// <summary>OpenAI, or a server that speaks its protocol.</summary>
    OpenAI,

    /// <summary>Google Gemini.</summary>
    Gemini,

    /// <summary>Google Vertex AI, which serves models of Google and of others.</summary>
    Vertex,

    /// <summary>Azure OpenAI.</summary>
    Azure,

    /// <summary>AWS Bedrock.</summary>
    Bedrock,
}
