namespace Headroom.Context.Ports;

/// <summary>
/// Says that an assembly brings storage, so that a composition root finds it by the name in its configuration
/// (<c>Storage:Content=redis</c>) and need not reference what a build may have left out.
/// </summary>
/// <param name="name">The name in configuration: lowercase words joined by hyphens, such as <c>azure-blobs</c>.</param>
/// <param name="adapter">An <see cref="IStorageAdapter"/> with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class StorageAdapterAttribute(string name, Type adapter) : Attribute
{
    /// <summary>The name in configuration.</summary>
    public string Name { get; } = name;

    /// <summary>The type that opens the storage.</summary>
    public Type Adapter { get; } = adapter;
}
