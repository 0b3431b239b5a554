namespace Headroom.Remote;

/// <summary>Messages that a gateway compressed.</summary>
/// <param name="Messages">The list, JSON in UTF-8.</param>
/// <param name="TokensBefore">Tokens of their texts before.</param>
/// <param name="TokensAfter">Tokens now.</param>
/// <param name="Transforms">The stages that changed something.</param>
/// <param name="Markers">The handles of the originals.</param>
internal sealed record RemoteMessages(ReadOnlyMemory<byte> Messages, long TokensBefore, long TokensAfter, IReadOnlyList<string> Transforms, IReadOnlyList<string> Markers);

/// <summary>What a gateway gave for a marker.</summary>
/// <param name="Hash">The handle.</param>
/// <param name="Content">The original or the part of it asked for; <c>null</c> for a query.</param>
/// <param name="Results">What matches the query, best first; <c>null</c> without one.</param>
/// <param name="ItemCount">Rows, lines or items of the original.</param>
/// <param name="ShownItemCount">How many of them the compressed form shows.</param>
/// <param name="RetrievalCount">How often it has been retrieved.</param>
internal sealed record RemoteContent(
    string Hash, string? Content, IReadOnlyList<string>? Results, int ItemCount, int ShownItemCount, long RetrievalCount);
