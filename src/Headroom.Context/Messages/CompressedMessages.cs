using Headroom.Compression.Blocks;
using Headroom.Compression.Repeats;

namespace Headroom.Context.Messages;

/// <summary>Compressed messages.</summary>
/// <param name="Messages">The list of messages, JSON in UTF-8.</param>
/// <param name="TokensBefore">Tokens of their texts before.</param>
/// <param name="TokensAfter">Tokens of their texts now, markers included.</param>
/// <param name="Blocks">What became of each block, in the order of the messages.</param>
public sealed record CompressedMessages(ReadOnlyMemory<byte> Messages, long TokensBefore, long TokensAfter, IReadOnlyList<CompressedBlock> Blocks)
{
    /// <value>Where the tokens are; only where the compression was simulated.</value>
    public MessageParts? Parts { get; init; }

    /// <value>The stages that changed something, distinct.</value>
    public IReadOnlyList<string> Transforms => [.. Blocks.SelectMany(block => block.Transforms).Distinct()];

    /// <value>The handles of the originals, distinct.</value>
    public IReadOnlyList<string> Markers => [.. Blocks.Select(block => block.Marker).OfType<string>().Distinct()];
}

/// <summary>A compressed text.</summary>
/// <param name="TokensBefore">Its tokens before, in those of the model asked for.</param>
/// <param name="TokensAfter">Its tokens now.</param>
/// <param name="Block">What became of it.</param>
public sealed record CompressedText(long TokensBefore, long TokensAfter, CompressedBlock Block)
{
    /// <value>The text, UTF-8; the given one where it cannot be made smaller.</value>
    public ReadOnlyMemory<byte> Text => Block.Output ?? Block.Content;
}

/// <summary>What became of one block.</summary>
/// <param name="MessageIndex">The message that it stands in, from 0.</param>
/// <param name="ToolName">The tool that produced it, where known.</param>
/// <param name="Content">The block as it came, UTF-8.</param>
/// <param name="Output">What stands in its place; <c>null</c> where it stayed.</param>
/// <param name="TokensBefore">Its tokens, counted with the profile's counter.</param>
/// <param name="TokensAfter">Tokens of what stands there now.</param>
/// <param name="Transforms">The stages that made the output.</param>
/// <param name="Marker">The handle of the original, where something stands in its place.</param>
/// <param name="Profile">The profile it was treated under; <c>null</c> where its tool's results stay as they are.</param>
/// <param name="Outcome">What the compressor found, before repeats were looked for; <c>null</c> where it was not asked or failed.</param>
public sealed record CompressedBlock(
    int MessageIndex, string? ToolName, ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte>? Output, int TokensBefore, int TokensAfter,
    IReadOnlyList<string> Transforms, string? Marker, string? Profile, BlockOutcome? Outcome)
{
    /// <value>Whether an earlier block of the same request stands for it.</value>
    public bool IsRepeat => Transforms.Any(transform => transform.StartsWith(Repeat.TransformPrefix, StringComparison.Ordinal));
}
