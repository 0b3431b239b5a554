using Headroom.Context.Keys;

namespace Headroom.Gateway.Access;

/// <summary>A Headroom key as it is configured: whom it lets in, never the secret itself.</summary>
/// <param name="Id">Its public part; names it in logs and figures.</param>
/// <param name="SecretHash">SHA-256 of the secret's ASCII bytes. Secrets are random, so that no slower hash is needed.</param>
/// <param name="Tenant">The tenant that its requests belong to.</param>
public sealed record AccessKey(string Id, ReadOnlyMemory<byte> SecretHash, TenantId Tenant)
{
    /// <value>The project that its requests are accounted to, unless they name one.</value>
    public string? Project { get; init; }

    /// <value>Whose it is.</value>
    public string? Owner { get; init; }

    /// <value>The team that its requests are accounted to.</value>
    public string? Team { get; init; }

    /// <value>What it may do besides calling models.</value>
    public AccessRole Role { get; init; } = AccessRole.Member;

    /// <value>When it ends; <c>null</c> for never.</value>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>What the holder of a key may do.</summary>
public enum AccessRole
{
    /// <summary>Call models, compress and retrieve.</summary>
    Member,

    /// <summary>Also see and change what belongs to the whole tenant.</summary>
    Admin,
}
