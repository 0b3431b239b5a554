using Headroom.Context.Keys;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Access;

/// <summary>Who was let in with a request.</summary>
/// <param name="Tenant">The tenant that it belongs to.</param>
/// <param name="Key">The key; <c>null</c> on a gateway without keys.</param>
/// <param name="Project">The project that it is accounted to.</param>
internal sealed record CallerAccess(TenantId Tenant, AccessKey? Key, string? Project)
{
    /// <value>The key as it stood in the path, if it did; clients that are told an address of ours need it there.</value>
    public string? PathKey { get; init; }

    private static readonly CallerAccess Local = new(TenantId.Local, null, null);

    /// <summary>Who was let in with a request.</summary>
    public static CallerAccess Of(HttpContext context) => context.Features.Get<CallerAccess>() ?? Local;
}
