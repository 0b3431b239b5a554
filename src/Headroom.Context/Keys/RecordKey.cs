namespace Headroom.Context.Keys;

/// <summary>One small mutable record of a tenant.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Kind">What it is, such as <c>secret</c> or <c>agent</c>.</param>
/// <param name="Name">Its name within the kind.</param>
public readonly record struct RecordKey(TenantId Tenant, string Kind, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Kind}/{Name}";
}
