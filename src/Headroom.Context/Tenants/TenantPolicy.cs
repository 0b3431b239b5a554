using System.ComponentModel.DataAnnotations;
using Headroom.Compression.Blocks;

namespace Headroom.Context.Tenants;

/// <summary>What holds for the requests of one tenant. Where a value is <c>null</c>, it is as for everyone.</summary>
public sealed record TenantPolicy
{
    /// <summary>The profile of what is compressed for it for the first time, by its name without version; what went upstream before stays as it went.</summary>
    /// <value>The default is <c>null</c>: the process's profile. A name that a process does not know counts as none.</value>
    public string? Profile { get; init; }

    /// <summary>Larger request bodies are refused with 413.</summary>
    /// <value>The default is <c>null</c>: what the gateway takes.</value>
    [Range(typeof(long), "1024", "1099511627776", ParseLimitsInInvariantCulture = true)]
    public long? MaxBodyBytes { get; init; }

    /// <summary>Model calls that may begin in a minute, all gateways together; so many may also come at once. More are refused with 429.</summary>
    /// <value>The default is <c>null</c>: any number.</value>
    [Range(1, 10_000_000)]
    public int? RequestsPerMinute { get; init; }

    /// <summary>As for everyone.</summary>
    public static TenantPolicy Default { get; } = new();

    /// <summary>The profile that it names; <c>null</c> where it names none that is known here.</summary>
    public CompressionProfile? KnownProfile() => Profile is null ? null : CompressionProfiles.Named(Profile);
}
