using Headroom.Gateway.Clouds;
using Headroom.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Headroom.Gateway.Upstreams;

/// <summary>
/// Which provider a request is for, by its path and headers, and its address there. Hosts come from configuration only,
/// never from a request.
/// </summary>
public sealed class UpstreamTable(GatewayOptions options)
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The provider that a request is for.</summary>
    public static Provider ProviderOf(HttpRequest request)
    {
        string path = request.Path.Value ?? "/";
        IHeaderDictionary headers = request.Headers;
        return Vertex.Owns(path) ? Provider.Vertex
            : Bedrock.Owns(path) ? Provider.Bedrock
            : path.StartsWith("/openai/", StringComparison.Ordinal) ? Provider.Azure
            : path.StartsWith("/v1beta", StringComparison.Ordinal) || path.Contains("/v1internal", StringComparison.Ordinal)
                || path.EndsWith(":countTokens", StringComparison.Ordinal) || path.EndsWith(":embedContent", StringComparison.Ordinal)
                || path.EndsWith(":batchEmbedContents", StringComparison.Ordinal) || headers.ContainsKey("x-goog-api-key") ? Provider.Gemini
            : path.StartsWith("/v1/messages", StringComparison.Ordinal) || path == "/v1/complete" || path == "/"
                || headers.ContainsKey("anthropic-version") || headers.ContainsKey("x-api-key") ? Provider.Anthropic
            : Provider.OpenAI;
    }

    /// <summary>Where a request goes: path and query byte for byte as they came, but for the aliases of Responses and of Cloud Code Assist.</summary>
    public Uri AddressOf(Provider provider, HttpContext context)
    {
        NamedUpstream? named = context.Features.Get<NamedUpstream>();
        bool isChatGpt = named is null && provider == Provider.OpenAI && ChatGptAccount.Of(context.Request.Headers) is not null;
        Uri root = named?.Url ?? (isChatGpt ? options.ChatGptUrl : RootOf(provider, context.Request));
        string target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/";
        if (!target.StartsWith('/'))
        {
            // The absolute form names a host; only its path counts.
            target = context.Request.Path.Value + context.Request.QueryString.Value;
        }

        if (provider == Provider.OpenAI)
        {
            target = isChatGpt ? AtChatGpt(target) : AtOpenAI(target);
        }

        if (provider == Provider.Gemini && target.StartsWith("/v1/v1internal:", StringComparison.Ordinal))
        {
            // Clients whose base URL ends in /v1.
            target = target["/v1".Length..];
        }

        if (provider == Provider.Vertex)
        {
            target = Vertex.Versioned(target);
        }

        return new Uri(root.GetLeftPart(UriPartial.Authority) + Joined(root.AbsolutePath.TrimEnd('/'), target), AsWritten);
    }

    private Uri RootOf(Provider provider, HttpRequest request) => provider switch
    {
        Provider.Anthropic => options.AnthropicUrl,
        Provider.Gemini => options.GeminiUrl,
        Provider.Vertex => Vertex.RootOf(options, request),
        Provider.Bedrock => Bedrock.RootOf(options, request),
        Provider.Azure => options.AzureUrl ?? throw new RefusedRequestException(404, "No Azure OpenAI resource is configured; see headroom proxy --azure-openai-api-url."),
        _ => options.OpenAIUrl,
    };

    /// <summary>A base path and a target; base addresses often hold what the target begins with.</summary>
    private static string Joined(string prefix, string target)
    {
        foreach (string repeated in (ReadOnlySpan<string>)["/openai/v1", "/openai", "/v1beta", "/v1"])
        {
            if (prefix.EndsWith(repeated, StringComparison.Ordinal) && target.StartsWith(repeated + "/", StringComparison.Ordinal))
            {
                return prefix + target[repeated.Length..];
            }
        }

        return prefix + target;
    }

    /// <summary>What ChatGPT serves for Codex stands under one path of its own.</summary>
    private static string AtChatGpt(string target)
    {
        foreach (string prefix in (ReadOnlySpan<string>)["/v1/codex/", "/v1/"])
        {
            if (target.StartsWith(prefix, StringComparison.Ordinal))
            {
                return "/backend-api/codex/" + target[prefix.Length..];
            }
        }

        return target;
    }

    /// <summary>The API knows Responses by one path only.</summary>
    private static string AtOpenAI(string target)
    {
        foreach (string alias in (ReadOnlySpan<string>)["/v1/codex/responses", "/backend-api/responses", "/backend-api/codex/responses"])
        {
            if (target.StartsWith(alias, StringComparison.Ordinal) && (target.Length == alias.Length || target[alias.Length] is '/' or '?'))
            {
                return "/v1/responses" + target[alias.Length..];
            }
        }

        return target;
    }
}
