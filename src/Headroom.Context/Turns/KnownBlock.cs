using Headroom.Context.Keys;

namespace Headroom.Context.Turns;

/// <summary>What is known of a block that was read once.</summary>
/// <param name="Hash">The hash of its content.</param>
/// <param name="Length">The content's length in bytes; -1 where it is no valid Unicode.</param>
internal readonly record struct KnownBlock(ContentHash Hash, int Length);
