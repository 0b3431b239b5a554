using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Tenants;

/// <summary>The rules of a tenant: what it was configured with, and one count of its calls. Thread-safe.</summary>
public sealed class TenantCore(TenantId tenant, ConfiguredTenants tenants, TimeProvider time) : ITenant
{
    private readonly RequestBudget _budget = new(time);

    /// <inheritdoc/>
    public ValueTask<TenantPolicy> PolicyAsync(CancellationToken cancellationToken) => new(tenants.Of(tenant));

    /// <inheritdoc/>
    public ValueTask<Admission> AdmitAsync(CancellationToken cancellationToken) =>
        new(tenants.Of(tenant).RequestsPerMinute is { } most ? _budget.Take(most) : Admission.Granted);
}
