using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Headroom.Context.Sessions;

/// <summary>
/// A place in a lineage: the first 16 bytes of SHA-256 over the place before it and the hash of the message that follows.
/// Two requests with the same messages up to a point share every node up to that point.
/// </summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct LineageNode(UInt128 Value)
{
    /// <summary>Before the first message.</summary>
    public static LineageNode Root => default;

    /// <summary>The place behind one more message.</summary>
    /// <param name="messageHash">The message's hash, 32 bytes.</param>
    public LineageNode Next(ReadOnlySpan<byte> messageHash)
    {
        Span<byte> input = stackalloc byte[16 + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt128BigEndian(input, Value);
        messageHash.CopyTo(input[16..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        return new LineageNode(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    /// <summary>32 lowercase hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", null);
}
