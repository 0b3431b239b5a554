using System.IO.Compression;
using Headroom.Context.Keys;

namespace Headroom.Storage.Sqlite.Contents;

/// <summary>How a content is kept: Brotli-packed where that is smaller.</summary>
internal static class Packing
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

    /// <summary>Unpacks and verifies; <c>null</c> where the bytes are not those that the hash names.</summary>
    public static byte[]? Unpack(byte[] stored, bool isPacked, long length, ContentHash hash)
    {
        if (length is < 0 or > MaxLength)
            return null;
        byte[] content = stored;
        if (isPacked)
        {
            content = new byte[length];
            if (!BrotliDecoder.TryDecompress(stored, content, out int written) || written != length)
                return null;
        }
        return content.Length == length && ContentHash.Of(content) == hash ? content : null;
    }
}
