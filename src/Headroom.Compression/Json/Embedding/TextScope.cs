using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;

namespace Headroom.Compression.Json.Embedding;

/// <summary>What holds for a JSON text and all the texts inside its strings.</summary>
/// <param name="Profile">The profile of the block.</param>
/// <param name="Anchors">The terms of the question.</param>
/// <param name="MaySample">Whether rows, lines and text may be left out.</param>
/// <param name="Depth">How many strings the text is inside of.</param>
/// <param name="CancellationToken">Ends the work.</param>
internal sealed record TextScope(CompressionProfile Profile, Anchors Anchors, bool MaySample, int Depth, CancellationToken CancellationToken);
