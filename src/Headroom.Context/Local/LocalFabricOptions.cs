using System.ComponentModel.DataAnnotations;
using Headroom.Context.Tenants;

namespace Headroom.Context.Local;

/// <summary>Bounds of the in-process fabric.</summary>
public sealed class LocalFabricOptions
{
    /// <summary>Sessions kept in memory; the least recently used idle ones are dropped and read again when they return.</summary>
    /// <value>The default is 1,024.</value>
    [Range(1, 1_000_000)]
    public int MaxSessions { get; init; } = 1024;

    /// <summary>Contents whose forms are kept in mind; when there are more, all are forgotten and read again where they return.</summary>
    /// <value>The default is 8,192.</value>
    [Range(1, 1_000_000)]
    public int MaxChunks { get; init; } = 8192;

    /// <summary>The policies of tenants.</summary>
    /// <value>The default is none.</value>
    public ConfiguredTenants Tenants { get; init; } = ConfiguredTenants.None;

    /// <summary>Calls that may wait for one session.</summary>
    /// <value>The default is 256.</value>
    [Range(1, 100_000)]
    public int MaxWaitingPerSession { get; init; } = 256;

    /// <summary>How often entries that the ledger did not acknowledge are tried again.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan ConfirmInterval { get; init; } = TimeSpan.FromSeconds(1);
}
