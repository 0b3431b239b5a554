namespace Headroom.Remote;

/// <summary>Messages that a gateway compressed.</summary>
/// <param name="Messages">The list, JSON in UTF-8.</param>
/// <param name="TokensBefore">Tokens of their texts before.</param>
/// <param name="TokensAfter">Tokens now.</param>
/// <param name="Transforms">The stages that changed something.</param>
/// <param name="Markers">The handles of the originals.</param>
internal sealed record RemoteMessages(ReadOnlyMemory<byte> Messages, long TokensBefore, long TokensAfter, IReadOnlyList<string> Transforms, IReadOnlyList<string> Markers);
