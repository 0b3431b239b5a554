using Headroom.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Bodies;

/// <summary>Which requests are left alone: those that ask for it by a header, and all where the gateway does not optimize.</summary>
internal static class Bypassing
{
    /// <summary>Whether a request goes as it came.</summary>
    public static bool Bypasses(this GatewayOptions options, HttpRequest request) => !options.IsOptimizing
        || string.Equals(request.Headers["x-headroom-bypass"], "true", StringComparison.OrdinalIgnoreCase)
        || string.Equals(request.Headers["x-headroom-mode"], "passthrough", StringComparison.OrdinalIgnoreCase);
}
