using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Own;

/// <summary>Which paths are the gateway's own, and no provider's.</summary>
internal static class OwnRoutes
{
    private static readonly string[] Roots =
        ["/livez", "/readyz", "/health", "/stats", "/stats-history", "/metrics", "/v1/compress", "/v1/retrieve", "/v1/chunks", "/v1/context", "/v1/code-graph", "/v1/usage", "/cache", "/debug", "/mcp"];

    /// <summary>Whether a path is one of them.</summary>
    public static bool Contains(PathString path) => Array.Exists(Roots, root => path.StartsWithSegments(root, StringComparison.Ordinal));
}
