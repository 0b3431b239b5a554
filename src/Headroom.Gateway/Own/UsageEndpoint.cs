using Headroom.Context.Ports;
using Headroom.Context.Usage;
using Headroom.Gateway.Access;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Own;

/// <summary>
/// <c>GET /v1/usage?since=7d&amp;user=&amp;project=&amp;team=</c>: what the tenant has used, hour by hour. The holder of a member's key sees
/// what is accounted to its own user.
/// </summary>
internal sealed class UsageEndpoint(UsageRecords records, UsageRecorder recorder, TimeProvider time)
{
    /// <summary>Handles one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        string since = query["since"].ToString() is { Length: > 0 } given ? given : UsagePeriod.Default;
        if (!UsagePeriod.TryParse(since, time.GetUtcNow(), out DateTimeOffset from))
        {
            await OwnAnswers.ErrorAsync(context, StatusCodes.Status400BadRequest, "invalid_request", $"since={since}: {UsagePeriod.Syntax}").ConfigureAwait(false);
            return;
        }

        CallerAccess access = CallerAccess.Of(context);
        string? user = access.Key is { Role: AccessRole.Member } key ? key.Owner ?? key.Id : query["user"];
        var filter = new UsageFilter(user, query["project"], query["team"]);
        try
        {
            await recorder.WriteAsync().ConfigureAwait(false);
            IReadOnlyList<HourlyUsage> hours = await records.ReadAsync(access.Tenant, from, context.RequestAborted).ConfigureAwait(false);
            context.Response.ContentType = "application/json";
            await context.Response.BodyWriter.WriteAsync(HourlyUsage.Encode(filter.Of(hours)), context.RequestAborted).ConfigureAwait(false);
        }
        catch (StoreUnavailableException unavailable)
        {
            await OwnAnswers.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, "storage_error", unavailable.Message).ConfigureAwait(false);
        }
    }
}
