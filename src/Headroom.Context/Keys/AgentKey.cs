namespace Headroom.Context.Keys;

/// <summary>An agent of a tenant, or a namespace that several agents share.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Name">Its name, the project that it belongs to included.</param>
public readonly record struct AgentKey(TenantId Tenant, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Name}";
}
