using System.Net;
using Headroom.Compression.Blocks;
using Headroom.Context.Clusters;
using Headroom.Context.Ports;
using Headroom.Context.Storage;
using Headroom.Context.Tenants;
using Headroom.Gateway.Access;
using Headroom.Gateway.Hosting;

namespace Headroom.Server.Settings;

/// <summary>What a process of the cluster is to be. Read and checked once, at start.</summary>
internal sealed record ServerSettings
{
    /// <summary>Its roles: <c>gateway</c>, <c>silo</c> or both.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Where it listens: a gateway for requests, a silo for questions about its health.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>Whom it lets in; without keys it serves this machine only.</summary>
    public required AccessKeys Keys { get; init; }

    /// <summary>How long it goes on taking requests after <c>/readyz</c> has begun to say no.</summary>
    public required TimeSpan DrainDelay { get; init; }

    /// <summary>What compression may do.</summary>
    public required ProfileSelection Profiles { get; init; }

    /// <summary>Whom it forwards to, and what it takes.</summary>
    public required GatewayOptions Gateway { get; init; }

    /// <summary>How long what is stored lives.</summary>
    public required RetentionOptions Retention { get; init; }

    /// <summary>The storage of each port.</summary>
    public required StorageChoice Storage { get; init; }

    /// <summary>What holds for which tenant.</summary>
    public ConfiguredTenants Tenants { get; init; } = ConfiguredTenants.None;

    /// <summary>The cluster that it belongs to.</summary>
    public required ClusterSettings Cluster { get; init; }

    /// <summary>The text model that chooses words of prose; <c>null</c> where lists of words do.</summary>
    public TextModelChoice? TextModel { get; init; }

    /// <summary>Tokenizer files by how the names of their models begin.</summary>
    public IReadOnlyDictionary<string, string> Tokenizers { get; init; } = new Dictionary<string, string>();

    /// <value>Whether it takes requests.</value>
    public bool IsGateway => Roles.Contains("gateway");
}

/// <summary>Names of storage adapters, and their settings by name.</summary>
internal sealed record StorageChoice(string Content, string Ledger, string Records, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Settings)
{
    /// <value>The storage of contents of more than <see cref="LargeContentOver"/> bytes; <c>null</c> where one has them all.</value>
    public string? LargeContent { get; init; }

    /// <value>The longest content, in bytes as it is read, that goes to <see cref="Content"/>.</value>
    public int LargeContentOver { get; init; } = TieredContentStore.DefaultThreshold;
}
