using Microsoft.Extensions.DependencyInjection;

namespace Headroom.Context.Clusters;

/// <summary>Lets the members of a cluster find each other by a store of its own. Named by a <see cref="ClusterMembershipAttribute"/>.</summary>
public interface IClusterMembership
{
    /// <summary>Adds it to a process that runs grains.</summary>
    void AddToSilo(IServiceCollection services, ClusterSettings settings);

    /// <summary>Adds it to a process that merely calls them.</summary>
    void AddToGateway(IServiceCollection services, ClusterSettings settings);
}

/// <summary>Says that an assembly brings a way for members to find each other, named in configuration (<c>Cluster:Kind=redis</c>).</summary>
/// <param name="name">The name in configuration.</param>
/// <param name="membership">An <see cref="IClusterMembership"/> with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ClusterMembershipAttribute(string name, Type membership) : Attribute
{
    /// <summary>The name in configuration.</summary>
    public string Name { get; } = name;

    /// <summary>The type that adds it.</summary>
    public Type Membership { get; } = membership;
}
