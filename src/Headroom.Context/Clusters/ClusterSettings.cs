using System.Net;

namespace Headroom.Context.Clusters;

/// <summary>Which cluster a process belongs to, and where it is reached in it.</summary>
public sealed record ClusterSettings
{
    /// <summary>Several processes on one host; the first silo keeps the list of members.</summary>
    public const string Localhost = "localhost";

    /// <summary>How members find each other: <see cref="Localhost"/>, or the name of a <see cref="ClusterMembershipAttribute"/>.</summary>
    /// <value>The default is <c>localhost</c>.</value>
    public string Kind { get; init; } = Localhost;

    /// <summary>The cluster's name; processes with another do not see each other.</summary>
    /// <value>The default is <c>headroom</c>.</value>
    public string ClusterId { get; init; } = "headroom";

    /// <summary>The address that other members reach this silo at.</summary>
    /// <value>The default is 127.0.0.1.</value>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port for other silos.</summary>
    /// <value>The default is 11111.</value>
    public int SiloPort { get; init; } = 11111;

    /// <summary>The port for gateways.</summary>
    /// <value>The default is 30000.</value>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>On one host: the port of the silo that keeps the list of members, the first to be started.</summary>
    /// <value>The default is 11111.</value>
    public int PrimaryPort { get; init; } = 11111;

    /// <summary>On one host: the gateway ports of the silos that a gateway may use.</summary>
    /// <value>The default is 30000.</value>
    public IReadOnlyList<int> GatewayPorts { get; init; } = [30000];

    /// <summary>How what keeps the list of members is reached, where that is not a silo.</summary>
    public string ConnectionString { get; init; } = "";
}
