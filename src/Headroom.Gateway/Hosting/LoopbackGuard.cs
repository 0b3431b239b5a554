using System.Net;
using Headroom.Gateway.Errors;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Hosting;

/// <summary>
/// Keeps web pages out of a gateway on this machine: a Host that is no loopback name is DNS rebinding, an Origin that is none
/// is a page of somebody else's.
/// </summary>
internal static class LoopbackGuard
{
    /// <summary>Lets a request through, or answers 403.</summary>
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        bool isOurs = IsLoopback(context.Request.Host.Host) && IsOurOrigin(context.Request.Headers.Origin.ToString());
        return isOurs ? next(context) : ProviderErrors.WriteAsync(
            context, UpstreamTable.ProviderOf(context.Request), 403, "This gateway answers on this machine only: Host and Origin must be loopback names.");
    }

    private static bool IsOurOrigin(string origin) =>
        origin.Length == 0 || !Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || IsLoopback(uri.Host);

    private static bool IsLoopback(string host) =>
        host.Length == 0 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
