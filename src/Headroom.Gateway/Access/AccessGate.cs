using System.Collections.Frozen;
using Headroom.Context.Keys;
using Headroom.Gateway.Errors;
using Headroom.Gateway.ModelCalls;
using Headroom.Gateway.Own;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Access;

/// <summary>
/// Lets a request in. With keys configured, one must come in <c>X-Headroom-Key</c>, where the provider's own credential would
/// stand, or in the path; whatever else fails open, this never does. Our key never goes upstream.
/// </summary>
internal sealed class AccessGate(AccessKeys keys, TimeProvider time)
{
    /// <summary>Probes carry no key.</summary>
    private static readonly FrozenSet<string> Open = FrozenSet.ToFrozenSet(["/livez", "/readyz", "/health"]);

    /// <summary>Lets a request through, or answers 401.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        (string? ofPath, string? project) = AccessPath.TakeOff(context);
        project ??= context.Request.Headers["x-headroom-project"].ToString() is { Length: > 0 } named ? Uri.UnescapeDataString(named) : null;
        string? given = ofPath ?? TakeOff(context.Request.Headers);
        if (!keys.AreRequired)
        {
            context.Features.Set(new CallerAccess(TenantId.Local, null, project));
            return next(context);
        }

        if (given is not null && keys.Find(given, time.GetUtcNow()) is { } key)
        {
            context.Features.Set(new CallerAccess(key.Tenant, key, project ?? key.Project) { PathKey = ofPath });
            return next(context);
        }

        return Open.Contains(context.Request.Path.Value ?? "") ? next(context) : RefuseAsync(context, given is not null);
    }

    /// <summary>Takes our key out of the headers; what else stands in them is the provider's.</summary>
    private static string? TakeOff(IHeaderDictionary headers)
    {
        string? given = headers["x-headroom-key"].ToString() is { Length: > 0 } named ? named : null;
        foreach (string name in CallerIdentity.CredentialHeaders)
        {
            string value = headers[name].ToString();
            string credential = value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..].Trim() : value;
            if (KeyText.IsClaimedBy(credential))
            {
                given ??= credential;
                headers.Remove(name);
            }
        }

        return given;
    }

    private static Task RefuseAsync(HttpContext context, bool wasGiven)
    {
        string message = wasGiven
            ? "This Headroom key is not known here, or has ended."
            : "This gateway needs a Headroom key: in X-Headroom-Key, as Authorization: Bearer hr_..., or as /k/<key>/ before the path.";
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"headroom\"";
        return OwnRoutes.Contains(context.Request.Path)
            ? OwnAnswers.ErrorAsync(context, StatusCodes.Status401Unauthorized, "authentication_error", message)
            : ProviderErrors.WriteAsync(context, UpstreamTable.ProviderOf(context.Request), StatusCodes.Status401Unauthorized, message);
    }
}
