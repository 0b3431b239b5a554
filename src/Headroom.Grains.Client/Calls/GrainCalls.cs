using Headroom.Context.Keys;
using Headroom.Context.Turns;
using Headroom.Grains.Keys;
using Microsoft.Extensions.Logging;

namespace Headroom.Grains.Calls;

/// <summary>Calls grains for a tenant: each call fails after its own short limit, and is made a second time, no more.</summary>
internal sealed class GrainCalls(TimeProvider time, ILogger logger)
{
    /// <summary>Makes a call that may be repeated.</summary>
    /// <param name="tenant">Whom it is made for.</param>
    /// <param name="limit">What one attempt may take; infinite where the token is the limit of both.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="throwsIfCanceled">Whether an ended call throws; if not, it counts as not answered.</param>
    /// <exception cref="OperationCanceledException">The token has fired.</exception>
    public async ValueTask<Answer<T>> TryAsync<T>(
        TenantId tenant, TimeSpan limit, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken, bool throwsIfCanceled = true)
    {
        CallerTenant.Set(tenant.Value);
        for (int attempt = 1; attempt <= 2 && !cancellationToken.IsCancellationRequested; attempt++)
        {
            using var overdue = new LinkedLimit(limit, time, cancellationToken);
            try
            {
                return new Answer<T>(true, await call(overdue.Token).ConfigureAwait(false));
            }
            catch (Exception failure) when (IsOfCluster(failure))
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    break;
                }

                FabricInstruments.FailedCalls.Add(1);
                FabricLog.CallFailed(logger, typeof(T).Name, attempt, failure.GetType().Name);
            }
        }

        if (throwsIfCanceled)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return default;
    }

    /// <summary>What a grain throws itself is a defect and not among these.</summary>
    private static bool IsOfCluster(Exception failure) => failure is OperationCanceledException or TimeoutException or OrleansException or ObjectDisposedException;
}

/// <summary>What came of a call.</summary>
/// <param name="IsThere">Whether it was answered.</param>
/// <param name="Value">The answer.</param>
internal readonly record struct Answer<T>(bool IsThere, T Value);
