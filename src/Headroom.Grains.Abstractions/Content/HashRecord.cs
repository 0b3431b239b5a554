using System.Buffers.Binary;

namespace Headroom.Grains.Content;

/// <summary>A content hash on the wire: the 32 bytes of a SHA-256 as four numbers, most significant first.</summary>
/// <param name="A">Bytes 0 to 7.</param>
/// <param name="B">Bytes 8 to 15.</param>
/// <param name="C">Bytes 16 to 23.</param>
/// <param name="D">Bytes 24 to 31.</param>
[GenerateSerializer, Immutable, Alias("headroom.content.hash.v1")]
public readonly record struct HashRecord(
    [property: Id(0)] ulong A,
    [property: Id(1)] ulong B,
    [property: Id(2)] ulong C,
    [property: Id(3)] ulong D)
{
    /// <summary>The number of bytes.</summary>
    public const int Size = 32;

    /// <summary>Reads a hash from its 32 bytes.</summary>
    public static HashRecord Read(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        return new HashRecord(
            BinaryPrimitives.ReadUInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, A);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], B);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], C);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], D);
    }
}
