namespace Headroom.Compression.Texts;

/// <summary>Cuts text only where a character ends.</summary>
internal static class Utf8Cut
{
    private const int MaxTrailing = 3;

    /// <summary>The beginning of a text, of at most so many bytes.</summary>
    public static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> utf8, int maxBytes)
    {
        if (utf8.Length <= maxBytes)
        {
            return utf8;
        }

        int end = maxBytes;
        for (int back = 0; back < MaxTrailing && end > 0 && (utf8[end] & 0xC0) == 0x80; back++)
        {
            end--;
        }

        return utf8[..end];
    }
}
