using System.Diagnostics.CodeAnalysis;

namespace Headroom.Grains.Keys;

/// <summary>The key of every grain of ours: a tenant, and a name within it; written <c>tenant/name</c>.</summary>
/// <param name="Tenant">The tenant; holds no <c>/</c>.</param>
/// <param name="Name">The name, in which <c>/</c> may stand.</param>
public readonly record struct TenantKey(string Tenant, string Name)
{
    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">It names no tenant.</exception>
    public static TenantKey Parse(string key) =>
        TryParse(key, out TenantKey parsed) ? parsed : throw new FormatException($"The grain key '{key}' is not tenant/name.");

    /// <summary>Reads a key.</summary>
    public static bool TryParse([NotNullWhen(true)] string? key, out TenantKey parsed)
    {
        int slash = key?.IndexOf('/') ?? -1;
        parsed = slash > 0 && slash < key!.Length - 1 ? new TenantKey(key[..slash], key[(slash + 1)..]) : default;
        return parsed.Tenant is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Name}";
}
