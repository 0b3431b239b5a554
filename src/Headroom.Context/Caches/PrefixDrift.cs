namespace Headroom.Context.Caches;

/// <summary>Why a request does not begin as the one before it in its conversation did, so that the provider's cache misses.</summary>
public enum PrefixDrift
{
    /// <summary>It begins the same.</summary>
    None,

    /// <summary>Another model.</summary>
    Model,

    /// <summary>Other tools, or in another order.</summary>
    Tools,

    /// <summary>Another system text.</summary>
    System,

    /// <summary>The client changed what was said before.</summary>
    History,

    /// <summary>Nothing changed, but the provider had forgotten it by then.</summary>
    Idle,

    /// <summary>Nothing changed that we can see.</summary>
    Unknown,
}
