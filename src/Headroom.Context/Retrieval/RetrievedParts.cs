namespace Headroom.Context.Retrieval;

/// <summary>What was asked of a content; one of the two is there.</summary>
/// <param name="Text">The content or a part of it.</param>
/// <param name="Matches">The items that match a query, best first.</param>
public sealed record RetrievedParts(string? Text, IReadOnlyList<string>? Matches);
