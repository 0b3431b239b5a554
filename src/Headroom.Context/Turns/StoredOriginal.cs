using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Context.Ports;

namespace Headroom.Context.Turns;

/// <summary>An original on its way into the store, described by what its compressor found.</summary>
internal static class StoredOriginal
{
    /// <summary>The original of a block that became smaller.</summary>
    public static StoredContent Of(BlockWork block, BlockOutcome outcome, MarkerHash? marker) => new(
        block.Hash, block.Content, marker,
        new ContentDescription(
            outcome.Kind.ToString().ToLowerInvariant(), outcome.TokensBefore, outcome.ItemCount, outcome.ShownItemCount, block.Block.ToolName));
}
