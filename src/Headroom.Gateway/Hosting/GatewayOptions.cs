using System.ComponentModel.DataAnnotations;

namespace Headroom.Gateway.Hosting;

/// <summary>How the gateway listens, whom it forwards to, and what it takes.</summary>
public sealed class GatewayOptions
{
    /// <summary>Where Anthropic requests go.</summary>
    /// <value>The default is <c>https://api.anthropic.com</c>.</value>
    [Required]
    public Uri AnthropicUrl { get; init; } = new("https://api.anthropic.com");

    /// <summary>Where OpenAI requests go.</summary>
    /// <value>The default is <c>https://api.openai.com</c>.</value>
    [Required]
    public Uri OpenAIUrl { get; init; } = new("https://api.openai.com");

    /// <summary>Where OpenAI requests go that are made with a ChatGPT account instead of an API key.</summary>
    /// <value>The default is <c>https://chatgpt.com</c>.</value>
    [Required]
    public Uri ChatGptUrl { get; init; } = new("https://chatgpt.com");

    /// <summary>Where Gemini requests go.</summary>
    /// <value>The default is <c>https://generativelanguage.googleapis.com</c>.</value>
    [Required]
    public Uri GeminiUrl { get; init; } = new("https://generativelanguage.googleapis.com");

    /// <summary>Where Vertex AI requests go, whatever their location.</summary>
    /// <value>The default is <c>null</c>: the host of the location in the path.</value>
    public Uri? VertexUrl { get; init; }

    /// <summary>Where Azure OpenAI requests go: the address of the resource.</summary>
    /// <value>The default is <c>null</c>: such requests are refused.</value>
    public Uri? AzureUrl { get; init; }

    /// <summary>Where AWS Bedrock requests go, whatever their region.</summary>
    /// <value>The default is <c>null</c>: the host of the region.</value>
    public Uri? BedrockUrl { get; init; }

    /// <summary>The AWS region of requests that their clients signed for none.</summary>
    /// <value>The default is <c>null</c>: such requests are refused.</value>
    public string? AwsRegion { get; init; }

    /// <summary>Further upstreams by name, which requests choose with the path prefix <c>/u/name/</c> or by header.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyDictionary<string, Uri> Upstreams { get; init; } = new Dictionary<string, Uri>();

    /// <summary>Whether requests are made smaller; if not, all go upstream as they come.</summary>
    /// <value>The default is <c>true</c>.</value>
    public bool IsOptimizing { get; init; } = true;

    /// <summary>
    /// Whether what keeps a provider from using its cache is mended for callers with an API key: the order of tools, and marks or a
    /// name for what is to be cached where the client gives none.
    /// </summary>
    /// <value>The default is <c>false</c>.</value>
    public bool IsStabilizing { get; init; }

    /// <value>
    /// Whether programs may say where the code of their project is, by <c>PUT /v1/code-graph/{project}</c>. Only for a gateway that nothing
    /// but its own machine reaches: it reads the directories that it is told. The default is <c>false</c>.
    /// </value>
    public bool ReadsLocalCode { get; init; }

    /// <summary>Whether somebody collects traces, so that calls of providers are spans in them.</summary>
    /// <value>The default is <c>false</c>.</value>
    public bool IsTraced { get; init; }

    /// <summary>Bodies up to this size are parsed; larger ones stream through as they are, and are counted.</summary>
    /// <value>The default is 32 MiB.</value>
    [Range(1024, 1 << 30)]
    public int MaxParsedBytes { get; init; } = 32 << 20;

    /// <summary>Bodies above this size are refused with 413.</summary>
    /// <value>The default is 1 GiB.</value>
    [Range(1024, long.MaxValue)]
    public long MaxBodyBytes { get; init; } = 1L << 30;

    /// <summary>How long a connection to an upstream may take to be made.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a provider may send nothing, before its answer begins or in the middle of it. There is no limit for an answer as
    /// a whole, so that a model may think for as long as it needs.
    /// </summary>
    /// <value>The default is 30 minutes.</value>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often a request is sent to a provider that cannot be connected to or is too busy, before the client is told.</summary>
    /// <value>The default is 3; 1 leaves all retries to the client.</value>
    [Range(1, 10)]
    public int MaxUpstreamAttempts { get; init; } = 3;

    /// <summary>How long a provider may ask to be waited for; where it asks for more, its answer goes to the client at once.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan MaxRetryWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first wait before another attempt where the provider names none; it doubles with each, give or take.</summary>
    /// <value>The default is half a second.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long open streams may go on after the process was told to stop.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Answers up to this size are looked through for calls of our tool; larger ones are relayed as they are.</summary>
    /// <value>The default is 64 MiB.</value>
    [Range(1024, 1 << 30)]
    public int MaxInspectedAnswerBytes { get; init; } = 64 << 20;
}
