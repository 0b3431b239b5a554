using Headroom.Compression.Markers;
using Headroom.Context.Ports;

namespace Headroom.Context.Turns;

/// <summary>An original on its way into the store, described by what its compressor found.</summary>
internal static class StoredOriginal
{
    /// <summary>The original of a block that became smaller.</summary>
    public static StoredContent Of(BlockWork block, MarkerHash? marker) => new(
        block.Hash, block.Content, marker,
        new ContentDescription(
            block.Outcome?.Kind.ToString().ToLowerInvariant() ?? "original", block.Verdict!.TokensBefore,
            block.Outcome?.ItemCount ?? 0, block.Outcome?.ShownItemCount ?? 0, block.Block.ToolName));
}
