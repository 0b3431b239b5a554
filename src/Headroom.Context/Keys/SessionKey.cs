namespace Headroom.Context.Keys;

/// <summary>One conversation of one principal.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Id">Principal and conversation hint, hashed: 64 lowercase hexadecimal digits.</param>
public readonly record struct SessionKey(TenantId Tenant, string Id)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Id}";
}
