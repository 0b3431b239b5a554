namespace Headroom.Context.Messages;

/// <summary>Compressed messages.</summary>
/// <param name="Messages">The list of messages, JSON in UTF-8.</param>
/// <param name="TokensBefore">Tokens of their texts before.</param>
/// <param name="TokensAfter">Tokens of their texts now, markers included.</param>
/// <param name="Transforms">The stages that changed something, distinct.</param>
/// <param name="Markers">The handles of the originals.</param>
public sealed record CompressedMessages(
    ReadOnlyMemory<byte> Messages, long TokensBefore, long TokensAfter, IReadOnlyList<string> Transforms, IReadOnlyList<string> Markers);

/// <summary>A compressed text.</summary>
/// <param name="Text">The text, UTF-8; the given one where it cannot be made smaller.</param>
/// <param name="TokensBefore">Its tokens before.</param>
/// <param name="TokensAfter">Its tokens now.</param>
/// <param name="Transforms">The stages that changed something.</param>
/// <param name="Markers">The handle of the original, where something changed.</param>
public sealed record CompressedText(
    ReadOnlyMemory<byte> Text, long TokensBefore, long TokensAfter, IReadOnlyList<string> Transforms, IReadOnlyList<string> Markers);
