using System.Collections.Frozen;
using Headroom.Context.Keys;

namespace Headroom.Context.Tenants;

/// <summary>The policies that a process was configured with.</summary>
public sealed class ConfiguredTenants(IEnumerable<KeyValuePair<TenantId, TenantPolicy>> policies)
{
    private readonly FrozenDictionary<TenantId, TenantPolicy> _policies = policies.ToFrozenDictionary();

    /// <summary>No tenant is another than the others.</summary>
    public static ConfiguredTenants None { get; } = new([]);

    /// <value>The tenants that have one of their own.</value>
    public IEnumerable<TenantId> Tenants => _policies.Keys;

    /// <summary>The policy of a tenant.</summary>
    public TenantPolicy Of(TenantId tenant) => _policies.GetValueOrDefault(tenant, TenantPolicy.Default);
}
