namespace Headroom.Protocols.Streaming;

/// <summary>CRC-32 as Ethernet and gzip have it (ISO 3309: polynomial 0xEDB88320, reflected), four bytes at a time.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Lanes = 4;

    private static readonly uint[] Table = MakeTable();

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        uint[] table = Table;
        for (; bytes.Length >= Lanes; bytes = bytes[Lanes..])
        {
            crc ^= System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = table[(3 << 8) + (byte)crc] ^ table[(2 << 8) + (byte)(crc >> 8)] ^ table[(1 << 8) + (byte)(crc >> 16)] ^ table[(byte)(crc >> 24)];
        }

        foreach (byte value in bytes)
        {
            crc = table[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    /// <summary>For each lane, the remainder of a byte that has that many bytes behind it.</summary>
    private static uint[] MakeTable()
    {
        uint[] table = new uint[Lanes << 8];
        for (int i = 0; i < 256; i++)
        {
            uint remainder = (uint)i;
            for (int bit = 0; bit < 8; bit++)
            {
                remainder = (remainder & 1) != 0 ? (remainder >> 1) ^ Polynomial : remainder >> 1;
            }

            table[i] = remainder;
        }

        for (int i = 256; i < table.Length; i++)
        {
            table[i] = (table[i - 256] >> 8) ^ table[(byte)table[i - 256]];
        }

        return table;
    }
}
