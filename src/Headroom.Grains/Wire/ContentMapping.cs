using Headroom.Context.Keys;
using Headroom.Grains.Content;

namespace Headroom.Grains.Wire;

/// <summary>Hashes of contents, between the domain and the wire.</summary>
internal static class ContentMapping
{
    public static HashRecord ToRecord(this ContentHash hash)
    {
        Span<byte> bytes = stackalloc byte[ContentHash.Size];
        hash.CopyTo(bytes);
        return HashRecord.Read(bytes);
    }

    public static ContentHash ToDomain(this HashRecord hash)
    {
        Span<byte> bytes = stackalloc byte[HashRecord.Size];
        hash.CopyTo(bytes);
        return new ContentHash(bytes);
    }
}
