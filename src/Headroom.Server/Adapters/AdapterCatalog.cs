using System.Reflection;
using Headroom.Context.Clusters;
using Headroom.Context.Ports;
using Headroom.Server.Settings;

namespace Headroom.Server.Adapters;

/// <summary>What the assemblies beside this one bring: found by their attributes, so that a build may leave any of them out.</summary>
internal sealed class AdapterCatalog(IEnumerable<Assembly> assemblies)
{
    private readonly Assembly[] _assemblies = [.. assemblies];

    /// <summary>The assemblies of ours that this process was built with.</summary>
    public static AdapterCatalog OfThisProcess() => new(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(name => name.StartsWith("Headroom.", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(name => Assembly.Load(new AssemblyName(name))));

    /// <summary>The storage of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="port">What it is to keep.</param>
    /// <param name="setting">The setting that names it.</param>
    /// <exception cref="SettingsException">This build has none of that name, or none that keeps such a thing.</exception>
    public IStorageAdapter Storage(string name, StoragePorts port, string setting) => Find<StorageAdapterAttribute, IStorageAdapter>(
        attribute => attribute.Name, attribute => attribute.Adapter, name, $"{setting}={name}: this build has no such storage",
        attribute => attribute.Ports.HasFlag(port), $"{setting}={name}: that storage keeps no such thing");

    /// <summary>A role in a cluster.</summary>
    /// <exception cref="SettingsException">This build does not have it.</exception>
    public IClusterRole Role(string name) => Find<ClusterRoleAttribute, IClusterRole>(
        attribute => attribute.Name, attribute => attribute.Role, name, $"Headroom:Roles={name}: this build does not have that role");

    /// <summary>A way for the members of a cluster to find each other.</summary>
    /// <exception cref="SettingsException">This build has none of that name.</exception>
    public IClusterMembership Membership(string name) => Find<ClusterMembershipAttribute, IClusterMembership>(
        attribute => attribute.Name, attribute => attribute.Membership, name, $"Cluster:Kind={name}: this build has no such kind besides {ClusterSettings.Localhost}");

    /// <summary>What loads text models and vocabularies.</summary>
    /// <param name="setting">The setting that wants it.</param>
    /// <exception cref="SettingsException">This build has nothing that does.</exception>
    public ITextModelAdapter TextModels(string setting) => _assemblies.Select(assembly => assembly.GetCustomAttribute<TextModelAdapterAttribute>()).FirstOrDefault(found => found is not null) is { } found
        ? (ITextModelAdapter)Activator.CreateInstance(found.Adapter)!
        : throw new SettingsException($"{setting}: this build has nothing that could load it; its package group onnx was left out.");

    private T Find<TAttribute, T>(
        Func<TAttribute, string> nameOf, Func<TAttribute, Type> typeOf, string name, string missing, Func<TAttribute, bool>? fits = null, string unfit = "")
        where TAttribute : Attribute
    {
        TAttribute[] all = [.. _assemblies.SelectMany(assembly => assembly.GetCustomAttributes<TAttribute>())], named = [.. all.Where(attribute => nameOf(attribute) == name)];
        return named.FirstOrDefault(attribute => fits is null || fits(attribute)) is { } found ? (T)Activator.CreateInstance(typeOf(found))!
            : named.Length > 0 ? throw new SettingsException($"{unfit}.")
            : throw new SettingsException($"{missing}; it has {(all.Length == 0 ? "none" : string.Join(", ", all.Select(nameOf).Distinct().Order()))}.");
    }
}
