using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Retrieval;

/// <summary>The answer to a look-up of a marker's content.</summary>
public abstract record RetrievalLookup
{
    private RetrievalLookup()
    {
    }

    /// <summary>The original.</summary>
    public sealed record Found(MarkerHash Marker, ChunkKey Key, ReadOnlyMemory<byte> Content, ContentDescription Description) : RetrievalLookup;

    /// <summary>There is none to give.</summary>
    public sealed record Missing(RetrievalMiss Reason) : RetrievalLookup;
}

/// <summary>Why there is nothing to give.</summary>
public enum RetrievalMiss
{
    /// <summary>This tenant never stored it.</summary>
    Unknown,

    /// <summary>Its time to live has run out.</summary>
    Expired,

    /// <summary>The text is no handle.</summary>
    Malformed,

    /// <summary>The stored bytes do not match their hash.</summary>
    Damaged,

    /// <summary>The store did not answer.</summary>
    Unavailable,
}

/// <summary>What goes back to a model.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tokens">Its tokens.</param>
public sealed record RetrievalReply(string Text, int Tokens);
