using System.IO.Compression;
using Headroom.Context.Keys;

namespace Headroom.Context.Storage;

/// <summary>How every store keeps a content: Brotli-packed (RFC 7932) where that is smaller, and verified by hash when it is read.</summary>
public static class Packing
{
    /// <summary>On the request path: speed before the last few per cent.</summary>
    private const int Quality = 1;
    private const int Window = 22;
    private const long MaxLength = 1 << 30;

    /// <summary>Packs a copy of <paramref name="content"/>: the caller's buffer may be returned to its pool before it is written.</summary>
    public static (byte[] Bytes, bool IsPacked) Pack(ReadOnlySpan<byte> content)
    {
        byte[] packed = new byte[content.Length];
        return BrotliEncoder.TryCompress(content, packed, out int written, Quality, Window) && written < content.Length
            ? (packed.AsSpan(0, written).ToArray(), true)
            : (content.ToArray(), false);
    }

    /// <summary>Unpacks and verifies; <c>false</c> where the bytes are not those that the hash names.</summary>
    public static bool TryUnpack(ReadOnlyMemory<byte> stored, bool isPacked, long length, ContentHash hash, out ReadOnlyMemory<byte> content)
    {
        content = stored;
        if (length is < 0 or > MaxLength)
            return false;
        if (isPacked)
        {
            byte[] unpacked = new byte[length];
            content = unpacked;
            if (!BrotliDecoder.TryDecompress(stored.Span, unpacked, out int written) || written != length)
                return false;
        }
        return content.Length == length && ContentHash.Of(content.Span) == hash;
    }
}
