namespace Headroom.Grains.Sessions;

/// <summary>A place in a lineage: 128 bits as two numbers.</summary>
/// <param name="High">The upper 64 bits.</param>
/// <param name="Low">The lower 64 bits.</param>
[GenerateSerializer, Immutable, Alias("headroom.session.node.v1")]
public readonly record struct NodeRecord([property: Id(0)] ulong High, [property: Id(1)] ulong Low)
{
    /// <summary>Splits the 128 bits.</summary>
    public static NodeRecord Of(UInt128 value) => new((ulong)(value >> 64), (ulong)value);

    /// <summary>The 128 bits.</summary>
    public UInt128 ToUInt128() => new(High, Low);
}
