using Orleans.Concurrency;

namespace Headroom.Grains.Tenants;

/// <summary>
/// A tenant: what holds for its requests by the configuration of the silos, and how many of them have come by all gateways. Its key is
/// <c>tenant/policy</c>. No call waits for a store.
/// </summary>
[Alias("headroom.tenant.v1")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>What holds for its requests.</summary>
    [Alias("Policy"), ResponseTimeout("00:00:00.500"), ReadOnly]
    Task<TenantPolicyRecord> PolicyAsync(CancellationToken cancellationToken);

    /// <summary>Asks for one model call; asked again, it counts again.</summary>
    [Alias("Admit"), ResponseTimeout("00:00:00.250")]
    Task<AdmissionRecord> AdmitAsync(CancellationToken cancellationToken);
}
