using Headroom.Compression.Anchoring;
using Headroom.Compression.Markers;
using Headroom.Compression.Prose.Words;

namespace Headroom.Compression.Blocks;

/// <summary>What is known about a block besides its bytes.</summary>
/// <param name="ToolName">The tool that produced the block, as the client named it; <c>null</c> where unknown.</param>
/// <param name="Anchors">The terms of the latest question; they only add what they match.</param>
/// <param name="Marker">
/// The handle under which the whole block will be retrievable, or <c>null</c> where the reader of the output cannot
/// retrieve: then nothing may be left out and no marker may appear.
/// </param>
/// <param name="IsToolOutput">
/// Whether a tool produced the block. Then no word is ever left out of its sentences. What people and models wrote, and a text given
/// by itself, is none.
/// </param>
public readonly record struct BlockContext(string? ToolName, Anchors Anchors, MarkerHash? Marker, bool IsToolOutput = true)
{
    /// <value>What the profile's <see cref="CompressionProfile.WordModel"/> thinks of the block's words; <c>null</c> where it was not asked.</value>
    public WordScores? Scores { get; init; }
}
