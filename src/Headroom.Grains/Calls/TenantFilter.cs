using Headroom.Grains.Keys;
using Microsoft.Extensions.Logging;

namespace Headroom.Grains.Calls;

/// <summary>Refuses calls of our grains that are made for another tenant, or for none; what Orleans itself asks of a grain, such as to end a call, has none.</summary>
internal sealed class TenantFilter(ILogger<TenantFilter> logger) : IIncomingGrainCallFilter
{
    /// <inheritdoc/>
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (!IsOurs(context) || (TenantKey.TryParse(context.TargetId.Key.ToString(), out TenantKey key) && key.Tenant == CallerTenant.Current))
        {
            return context.Invoke();
        }

        GrainLog.TenantRefused(logger, context.MethodName, context.TargetId, CallerTenant.Current);
        throw new UnauthorizedAccessException($"{context.MethodName} of {context.TargetId.Type} was called for another tenant than the grain's.");
    }

    private static bool IsOurs(IIncomingGrainCallContext context) => context.InterfaceMethod.DeclaringType?.Assembly == typeof(TenantKey).Assembly;
}
