using Headroom.Context.Ports;

namespace Headroom.Context.Storage;

/// <summary>A part of a content that was read and verified whole.</summary>
public static class ContentRange
{
    /// <summary>Cuts <paramref name="length"/> bytes from <paramref name="offset"/>, or fewer where the content ends.</summary>
    public static ContentLookup Cut(this ContentLookup lookup, long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (lookup is not ContentLookup.Found found)
            return lookup;
        int start = (int)Math.Min(offset, found.Bytes.Length);
        return found with { Bytes = found.Bytes.Slice(start, Math.Min(length, found.Bytes.Length - start)) };
    }
}
