using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Bodies;

/// <summary>The headers by which a request asks to be left alone.</summary>
internal static class BypassHeaders
{
    /// <summary>Whether a request carries one of them.</summary>
    public static bool AreOn(HttpRequest request) =>
        string.Equals(request.Headers["x-headroom-bypass"], "true", StringComparison.OrdinalIgnoreCase)
        || string.Equals(request.Headers["x-headroom-mode"], "passthrough", StringComparison.OrdinalIgnoreCase);
}
