using System.Globalization;
using Headroom.Context.Keys;
using Headroom.Context.Tenants;
using Headroom.Gateway.Errors;
using Headroom.Gateway.Own;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Headroom.Gateway.Access;

/// <summary>
/// Holds requests that were let in to what their tenant may: how large they are, and how many models are called. Turns on a connection
/// are counted where they begin.
/// </summary>
internal sealed class TenantGate(TenantPolicies policies)
{
    /// <summary>Lets a request through, or answers 413 or 429.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<CallerAccess>() is not { } caller)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        TenantPolicy policy = await policies.OfAsync(caller.Tenant, context.RequestAborted).ConfigureAwait(false);
        if (policy.MaxBodyBytes is { } most && !TryLimit(context, most))
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "invalid_request", $"A request of this tenant may have {most} bytes.").ConfigureAwait(false);
            return;
        }

        if (policy.RequestsPerMinute is { } perMinute && CallsModel(context.Request)
            && await policies.AdmitAsync(caller.Tenant, context.RequestAborted).ConfigureAwait(false) is { IsAdmitted: false } refused)
        {
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.RetryAfter = Math.Ceiling(refused.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            });
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "rate_limit_error", TooMany(perMinute)).ConfigureAwait(false);
            return;
        }

        await next(context).ConfigureAwait(false);
    }

    /// <summary>Asks for one turn on a connection.</summary>
    /// <returns>Why it may not begin; <c>null</c> where it may.</returns>
    public async ValueTask<string?> RefusalAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        TenantPolicy policy = await policies.OfAsync(tenant, cancellationToken).ConfigureAwait(false);
        return policy.RequestsPerMinute is { } perMinute && await policies.AdmitAsync(tenant, cancellationToken).ConfigureAwait(false) is { IsAdmitted: false }
            ? TooMany(perMinute)
            : null;
    }

    private static string TooMany(int perMinute) => $"This tenant has made more than {perMinute} model calls in a minute.";

    private static bool CallsModel(HttpRequest request) => HttpMethods.IsPost(request.Method) && !OwnRoutes.Contains(request.Path);

    /// <summary>A body whose length is not known is broken off where it becomes too long.</summary>
    private static bool TryLimit(HttpContext context, long most)
    {
        if (context.Request.ContentLength > most)
        {
            return false;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit && !(limit.MaxRequestBodySize < most))
        {
            limit.MaxRequestBodySize = most;
        }

        return true;
    }

    private static Task RefuseAsync(HttpContext context, int status, string type, string message) => OwnRoutes.Contains(context.Request.Path)
        ? OwnAnswers.ErrorAsync(context, status, type, message)
        : ProviderErrors.WriteAsync(context, UpstreamTable.ProviderOf(context.Request), status, message);
}
