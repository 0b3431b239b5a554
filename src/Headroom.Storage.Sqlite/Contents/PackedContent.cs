using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Storage.Sqlite.Contents;

/// <summary>A content ready for the writer: checked against its hash, packed, and owned.</summary>
internal sealed record PackedContent(
    byte[] Hash, byte[] Bytes, bool IsPacked, long Length, string? Marker, ContentDescription Description)
{
    /// <exception cref="ArgumentException">The bytes are not those that the hash names.</exception>
    public static PackedContent From(StoredContent content)
    {
        if (ContentHash.Of(content.Bytes.Span) != content.Hash)
            throw new ArgumentException($"The bytes given for {content.Hash} have another hash.", nameof(content));
        (byte[] bytes, bool isPacked) = Packing.Pack(content.Bytes.Span);
        return new PackedContent(
            content.Hash.ToArray(), bytes, isPacked, content.Bytes.Length, content.Marker?.ToString(), content.Description);
    }
}
