namespace Headroom.Context.Keys;

/// <summary>One content of one tenant.</summary>
public readonly record struct ChunkKey(TenantId Tenant, ContentHash Hash)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Hash}";
}
