using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Headroom.Gateway.Access;

/// <summary>
/// The path prefixes of clients that cannot set headers: <c>/k/&lt;key&gt;</c> and <c>/p/&lt;project&gt;</c>, in either order. They are
/// taken off before anything else looks at the path, and go neither upstream nor into a trace.
/// </summary>
internal static class AccessPath
{
    /// <summary>Takes the prefixes off a request.</summary>
    public static (string? Key, string? Project) TakeOff(HttpContext context)
    {
        string? key = null, project = null;
        while (context.Request.Path.Value is { } path && path.Length > 3 && path[2] == '/' && path[1] is 'k' or 'p')
        {
            int end = path.IndexOf('/', 3);
            string value = end < 0 ? path[3..] : path[3..end];
            bool isKey = path[1] == 'k';
            if (value.Length == 0 || (isKey ? key : project) is not null || (isKey && !KeyText.IsClaimedBy(value)))
            {
                break;
            }

            (key, project) = isKey ? (value, project) : (key, value);
            context.Request.Path = end < 0 ? "/" : path[end..];

            // What traces the request was told its path before this took the key off.
            context.Features.Get<IHttpActivityFeature>()?.Activity.SetTag("url.path", context.Request.Path.Value);
            if (context.Features.Get<IHttpRequestFeature>() is { } request)
            {
                request.RawTarget = WithoutFirstTwo(request.RawTarget);
            }
        }

        return (key, project);
    }

    /// <summary>What clients are to put before a path so that it comes back with the same prefixes.</summary>
    public static string Prefix(string? key, string? project) =>
        (key is null ? "" : "/k/" + key) + (project is null ? "" : "/p/" + Uri.EscapeDataString(project));

    private static string WithoutFirstTwo(string target)
    {
        int end = target.IndexOf('/', 3);
        int query = target.IndexOf('?', StringComparison.Ordinal);
        return end >= 0 && (query < 0 || end < query) ? target[end..] : "/" + (query < 0 ? "" : target[query..]);
    }
}
