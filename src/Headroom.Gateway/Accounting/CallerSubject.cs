using Headroom.Context.Usage;
using Headroom.Gateway.Access;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Accounting;

/// <summary>Whom a request is accounted to.</summary>
internal static class CallerSubject
{
    private const int MaxLength = 64;

    /// <summary>The subject of a request, but for its model.</summary>
    public static UsageSubject Of(HttpContext context, Provider provider)
    {
        CallerAccess access = CallerAccess.Of(context);
        return new UsageSubject(
            access.Key is { } key ? key.Owner ?? key.Id : "", access.Key?.Team ?? "", Clipped(access.Project ?? ""), Client(context.Request), provider.ToName(), "");
    }

    /// <summary>Names the program: what it calls itself, else the first word of its <c>User-Agent</c>, without a version.</summary>
    private static string Client(HttpRequest request)
    {
        string name = request.Headers["x-client"].ToString() is { Length: > 0 } named ? named : request.Headers.UserAgent.ToString();
        int end = name.AsSpan().IndexOfAny("/ (;");
        return Clipped(end < 0 ? name : name[..end]).ToLowerInvariant();
    }

    private static string Clipped(string text) => text.Length <= MaxLength ? text : text[..MaxLength];
}
