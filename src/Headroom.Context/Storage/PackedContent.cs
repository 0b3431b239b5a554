using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Storage;

/// <summary>A content ready for a writer: checked against its hash, packed, and owned.</summary>
/// <param name="Hash">SHA-256 of the content.</param>
/// <param name="Bytes">The bytes to keep.</param>
/// <param name="IsPacked">Whether <paramref name="Bytes"/> are Brotli.</param>
/// <param name="Length">The content's length as it is read.</param>
/// <param name="Marker">The handle that stands for it; <c>null</c> for outputs.</param>
/// <param name="Description">What a reader may want to know before fetching it.</param>
public sealed record PackedContent(
    ContentHash Hash, byte[] Bytes, bool IsPacked, long Length, MarkerHash? Marker, ContentDescription Description)
{
    /// <summary>Packs a copy of a content.</summary>
    /// <exception cref="ArgumentException">The bytes are not those that the hash names.</exception>
    public static PackedContent From(StoredContent content)
    {
        if (ContentHash.Of(content.Bytes.Span) != content.Hash)
            throw new ArgumentException($"The bytes given for {content.Hash} have another hash.", nameof(content));
        (byte[] bytes, bool isPacked) = Packing.Pack(content.Bytes.Span);
        return new PackedContent(content.Hash, bytes, isPacked, content.Bytes.Length, content.Marker, content.Description);
    }
}
