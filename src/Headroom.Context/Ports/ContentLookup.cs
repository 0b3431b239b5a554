using Headroom.Context.Keys;

namespace Headroom.Context.Ports;

/// <summary>The answer to a read of the content store: found, expired, never seen, or damaged.</summary>
public abstract record ContentLookup
{
    private ContentLookup()
    {
    }

    /// <summary>The bytes, verified against the hash (a range: taken from verified bytes).</summary>
    public sealed record Found(ReadOnlyMemory<byte> Bytes, long TotalLength, ContentDescription Description) : ContentLookup;

    /// <summary>It was stored once, and its time to live has run out or the quota evicted it.</summary>
    public sealed record Expired : ContentLookup;

    /// <summary>This tenant never stored it, or so long ago that even the trace is gone.</summary>
    public sealed record Unknown : ContentLookup;

    /// <summary>The stored bytes no longer match their hash. They are never served.</summary>
    public sealed record Damaged : ContentLookup;
}

/// <summary>The answer to a look-up of a marker.</summary>
public abstract record MarkerLookup
{
    private MarkerLookup()
    {
    }

    /// <summary>The content that the marker stands for.</summary>
    public sealed record Found(ContentHash Hash) : MarkerLookup;

    /// <summary>The marker was known; its content has expired.</summary>
    public sealed record Expired : MarkerLookup;

    /// <summary>This tenant never stored it.</summary>
    public sealed record Unknown : MarkerLookup;
}
