namespace Headroom.Context.Ports;

/// <summary>
/// Says that an assembly brings storage, so that a composition root finds it by the name in its configuration
/// (<c>Storage:Content=redis</c>) and need not reference what a build may have left out.
/// </summary>
/// <param name="name">
/// The name in configuration: lowercase words joined by hyphens, such as <c>azure-blobs</c>. Two adapters may share it where each
/// opens other ports; they share their settings too.
/// </param>
/// <param name="adapter">An <see cref="IStorageAdapter"/> with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class StorageAdapterAttribute(string name, Type adapter) : Attribute
{
    /// <summary>The name in configuration.</summary>
    public string Name { get; } = name;

    /// <summary>The type that opens the storage.</summary>
    public Type Adapter { get; } = adapter;

    /// <summary>The ports that the storage may have.</summary>
    /// <value>The default is all of them.</value>
    public StoragePorts Ports { get; init; } = StoragePorts.All;
}

/// <summary>The ports of storage.</summary>
[Flags]
public enum StoragePorts
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Originals and outputs.</summary>
    Contents = 1,

    /// <summary>Ledgers of sessions.</summary>
    Ledgers = 2,

    /// <summary>Small mutable records.</summary>
    Records = 4,

    /// <summary>All of them.</summary>
    All = Contents | Ledgers | Records,
}
