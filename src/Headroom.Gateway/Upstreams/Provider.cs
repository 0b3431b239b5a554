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

/// <summary>Providers as figures name them.</summary>
internal static class ProviderNames
{
    private static readonly string[] Names = [.. Enum.GetNames<Provider>().Select(name => name.ToLowerInvariant())];

    /// <summary>The name, in lower case.</summary>
    public static string ToName(this Provider provider) => Names[(int)provider];
}
