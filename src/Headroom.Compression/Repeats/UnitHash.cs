using System.Buffers.Binary;
using System.Numerics;

namespace Headroom.Compression.Repeats;

/// <summary>
/// A fast 64-bit hash for finding equal units; equality is always confirmed on the bytes, so collisions cost time and never
/// correctness. Eight bytes a step, multiply and rotate, with the finalizer of MurmurHash3 (Appleby, public domain).
/// </summary>
internal static class UnitHash
{
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0x9E37_79B9_7F4A_7C15 ^ (ulong)bytes.Length;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * 0x9FB2_1C65_1E98_DF25, 29);
            bytes = bytes[sizeof(ulong)..];
        }

        ulong tail = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            tail |= (ulong)bytes[i] << (8 * i);
        }

        hash = (hash ^ tail) * 0x9FB2_1C65_1E98_DF25;
        hash = (hash ^ (hash >> 33)) * 0xFF51_AFD7_ED55_8CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CE_B9FE_1A85_EC53;
        return hash ^ (hash >> 33);
    }
}
