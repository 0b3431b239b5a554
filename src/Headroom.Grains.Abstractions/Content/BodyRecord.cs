namespace Headroom.Grains.Content;

/// <summary>Bytes of a content: in the message where they are few, else left in the content store, where the receiver reads them.</summary>
/// <param name="Inline">The bytes; <c>null</c> where they are in the store under the content's hash.</param>
/// <param name="Offset">Where they begin in the content.</param>
/// <param name="Length">How many they are, inline or not.</param>
[GenerateSerializer, Immutable, Alias("headroom.content.body.v1")]
public sealed record BodyRecord(
    [property: Id(0)] ReadOnlyMemory<byte>? Inline,
    [property: Id(1)] long Offset,
    [property: Id(2)] long Length)
{
    /// <summary>More bytes than these never travel inline.</summary>
    public const int MaxInlineBytes = 65_536;
}
