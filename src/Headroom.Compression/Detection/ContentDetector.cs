using Headroom.Compression.Json;

namespace Headroom.Compression.Detection;

/// <summary>
/// Recognises content: what parses is what it parses as, and only what does not is judged by its looks. Never throws.
/// </summary>
public static class ContentDetector
{
    /// <summary>Recognises a block.</summary>
    /// <param name="utf8">Any bytes; a byte order mark is passed over.</param>
    public static ContentKind Detect(ReadOnlySpan<byte> utf8) =>
        JsonIndex.IsJson(utf8) ? ContentKind.Json : ContentKind.Text;
}
