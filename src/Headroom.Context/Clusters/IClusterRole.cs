using Microsoft.Extensions.DependencyInjection;

namespace Headroom.Context.Clusters;

/// <summary>Puts one role of a cluster into a process. Named by a <see cref="ClusterRoleAttribute"/>.</summary>
public interface IClusterRole
{
    /// <summary>
    /// Adds the role's services. They stand on the storage ports, <see cref="Ports.RetentionOptions"/> and a
    /// <see cref="TimeProvider"/>, which the composition root adds. The silo's come before the gateway's where a process is both.
    /// </summary>
    void Add(IServiceCollection services, ClusterSettings settings);
}

/// <summary>
/// Says that an assembly brings a role, so that a composition root finds it by its name and need not reference what a build may
/// have left out.
/// </summary>
/// <param name="name">The role: <c>silo</c> or <c>gateway</c>.</param>
/// <param name="role">An <see cref="IClusterRole"/> with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ClusterRoleAttribute(string name, Type role) : Attribute
{
    /// <summary>The role's name.</summary>
    public string Name { get; } = name;

    /// <summary>The type that adds it.</summary>
    public Type Role { get; } = role;
}
