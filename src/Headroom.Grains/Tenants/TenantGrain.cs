using Headroom.Context.Keys;
using Headroom.Context.Tenants;
using Headroom.Grains.Keys;
using Headroom.Grains.Wire;

namespace Headroom.Grains.Tenants;

/// <summary>A <see cref="TenantCore"/> behind a grain: one count for all gateways, by what this silo was configured with.</summary>
[GrainType("headroom.tenant"), CollectionAgeLimit(Minutes = 10)]
internal sealed class TenantGrain(IGrainContext context, ConfiguredTenants tenants, TimeProvider time) : Grain, ITenantGrain
{
    private readonly TenantCore _core = new(new TenantId(TenantKey.Parse(context.GrainId.Key.ToString()!).Tenant), tenants, time);

    /// <inheritdoc/>
    public async Task<TenantPolicyRecord> PolicyAsync(CancellationToken cancellationToken) => (await _core.PolicyAsync(cancellationToken)).ToRecord();

    /// <inheritdoc/>
    public async Task<AdmissionRecord> AdmitAsync(CancellationToken cancellationToken) => (await _core.AdmitAsync(cancellationToken)).ToRecord();
}
