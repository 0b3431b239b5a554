using Headroom.Gateway.Errors;
using Headroom.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Headroom.Gateway.Upstreams;

/// <summary>
/// An upstream that a request chose by its configured name: with the path prefix <c>/u/name/</c>, which is taken off before
/// anything else reads the path, or with the header <c>x-headroom-base-url</c>.
/// </summary>
/// <param name="Url">Its base address.</param>
internal sealed record NamedUpstream(Uri Url)
{
    private const string Prefix = "/u/";
    private const string Header = "x-headroom-base-url";

    /// <summary>Reads which upstream a request chose; one that is not configured is refused.</summary>
    public static Task InvokeAsync(HttpContext context, RequestDelegate next, GatewayOptions options)
    {
        HttpRequest request = context.Request;
        if (request.Path.Value!.StartsWith(Prefix, StringComparison.Ordinal))
        {
            string path = request.Path.Value;
            int end = path.IndexOf('/', Prefix.Length);
            string name = end < 0 ? path[Prefix.Length..] : path[Prefix.Length..end];
            IHttpRequestFeature raw = context.Features.Get<IHttpRequestFeature>()!;
            if (end < 0 || !options.Upstreams.TryGetValue(name, out Uri? url) || !raw.RawTarget.StartsWith(path[..end], StringComparison.Ordinal))
            {
                return ProviderErrors.WriteAsync(context, UpstreamTable.ProviderOf(request), 404, "No upstream is configured under this name; see headroom proxy --upstream.");
            }

            request.Path = path[end..];
            raw.RawTarget = raw.RawTarget[end..];
            context.Features.Set(new NamedUpstream(url));
        }

        if (request.Headers[Header].ToString() is { Length: > 0 } wanted)
        {
            if (Find(wanted, options) is not { } url)
            {
                return ProviderErrors.WriteAsync(context, UpstreamTable.ProviderOf(request), 403, $"{Header} names no configured upstream; see headroom proxy --upstream.");
            }

            context.Features.Set(new NamedUpstream(url));
        }

        return next(context);
    }

    private static Uri? Find(string wanted, GatewayOptions options)
    {
        if (options.Upstreams.TryGetValue(wanted, out Uri? named) || !Uri.TryCreate(wanted, UriKind.Absolute, out Uri? url))
        {
            return named;
        }

        Uri?[] configured = [.. options.Upstreams.Values, options.AnthropicUrl, options.OpenAIUrl, options.GeminiUrl, options.AzureUrl];
        return Array.Find(configured, known => known is not null && IsSame(known, url));
    }

    /// <summary>Clients write base addresses with and without the version that the path goes on with.</summary>
    private static bool IsSame(Uri known, Uri url) =>
        Uri.Compare(known, url, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
        && url.UserInfo.Length == 0 && Versionless(known) == Versionless(url);

    private static string Versionless(Uri url)
    {
        string path = url.AbsolutePath.TrimEnd('/');
        return path.EndsWith("/v1", StringComparison.Ordinal) ? path[..^"/v1".Length] : path;
    }
}
