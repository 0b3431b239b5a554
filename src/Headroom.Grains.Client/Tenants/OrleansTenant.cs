using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Tenants;
using Headroom.Grains.Calls;
using Headroom.Grains.Wire;

namespace Headroom.Grains.Tenants;

/// <summary>
/// A tenant of the cluster. For some seconds after its grain did not answer it is not asked again, so that a cluster that is gone costs
/// requests nothing.
/// </summary>
internal sealed class OrleansTenant(TenantId tenant, Func<ITenantGrain> grain, GrainCalls calls, Pause pause) : ITenant
{
    private static readonly TimeSpan PolicyLimit = CallLimit.Of<ITenantGrain>(nameof(ITenantGrain.PolicyAsync));
    private static readonly TimeSpan AdmitLimit = CallLimit.Of<ITenantGrain>(nameof(ITenantGrain.AdmitAsync));

    /// <inheritdoc/>
    public async ValueTask<TenantPolicy> PolicyAsync(CancellationToken cancellationToken) =>
        (await CallAsync(PolicyLimit, (asked, token) => asked.PolicyAsync(token), cancellationToken).ConfigureAwait(false)).ToDomain();

    /// <inheritdoc/>
    public async ValueTask<Admission> AdmitAsync(CancellationToken cancellationToken) =>
        (await CallAsync(AdmitLimit, (asked, token) => asked.AdmitAsync(token), cancellationToken).ConfigureAwait(false)).ToDomain();

    private async ValueTask<T> CallAsync<T>(TimeSpan limit, Func<ITenantGrain, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        if (pause.IsOn)
        {
            throw new StoreUnavailableException($"No silo has answered for tenant {tenant} a moment ago.");
        }

        Answer<T> answer = default;
        try
        {
            ITenantGrain asked = grain();
            answer = await calls.TryAsync(tenant, limit, token => call(asked, token), cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            // No silo has such a grain yet: gateways were upgraded first.
        }

        if (!answer.IsThere)
        {
            pause.Begin();
            throw new StoreUnavailableException($"No silo answers for tenant {tenant}.");
        }

        return answer.Value;
    }
}
