using System.Security.Cryptography;
using System.Text;

namespace Headroom.Context.Keys;

/// <summary>One conversation of one principal.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Id">Principal and conversation hint, hashed: 64 lowercase hexadecimal digits.</param>
public readonly record struct SessionKey(TenantId Tenant, string Id)
{
    /// <summary>The key of what a text names; the text cannot be read back from it.</summary>
    public static SessionKey Of(TenantId tenant, string name) => new(tenant, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))));

    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Id}";
}
