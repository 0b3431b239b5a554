using Headroom.Protocols.Retrieval;

namespace Headroom.Context.Sessions;

/// <summary>
/// Retrieval rounds that the gateway answered itself, so that the client never saw them. Every later request that contains
/// the anchor is rebuilt into the exact sequence that upstream saw.
/// </summary>
/// <param name="Anchor">What the assistant message is recognised by; see <see cref="InsertionAnchor"/>.</param>
/// <param name="Visible">What the client saw of the rounds in <paramref name="Preceding"/>: it opens the client's message.</param>
/// <param name="Preceding">Whole messages to put before the client's, joined by commas; empty where there are none.</param>
/// <param name="Calls">Calls of ours that stood beside the client's own in the same message.</param>
public sealed record Insertion(
    string Anchor,
    IReadOnlyList<VisiblePart> Visible,
    ReadOnlyMemory<byte> Preceding,
    IReadOnlyList<InsertedCall> Calls)
{
    /// <value>Instead of the above, where histories are made of items: the whole run, the client's items and ours in order.</value>
    public IReadOnlyList<RunItem> Run { get; init; } = [];
}

/// <summary>One call of ours beside the client's.</summary>
/// <param name="Block">The call: a content block, or an element of <c>tool_calls</c>.</param>
/// <param name="NextClientCallId">The client's call before which it stands; <c>null</c>: behind the last one.</param>
/// <param name="Result">Its result: a content block for the next user message, or a whole tool message.</param>
public sealed record InsertedCall(ReadOnlyMemory<byte> Block, string? NextClientCallId, ReadOnlyMemory<byte> Result);

/// <summary>How an assistant message is recognised on later turns: by what it holds, and where it stands.</summary>
public static class InsertionAnchor
{
    private const string Call = "call:";
    private const string RelayedText = "text:";
    private const string Item = "item:";

    /// <summary>By the id of a tool call of the client's in it; some servers number their calls anew in every answer.</summary>
    /// <param name="before">The place behind the message before it.</param>
    /// <param name="callId">The call's id.</param>
    public static string OfCall(LineageNode before, string callId) => $"{Call}{callId}:{before}";

    /// <summary>By the text as it was relayed, where it holds no call.</summary>
    /// <param name="before">The place behind the message before it.</param>
    /// <param name="relayedText">All its text.</param>
    public static string OfText(LineageNode before, string relayedText) =>
        $"{RelayedText}{AnswerText.Key(relayedText)}:{before}";

    /// <summary>By the provider's id of an item in it, which clients may send in its place.</summary>
    /// <param name="before">The place behind the message before it.</param>
    /// <param name="itemId">The item's id.</param>
    public static string OfItem(LineageNode before, string itemId) => $"{Item}{itemId}:{before}";

    /// <summary>The call's id in an anchor; <c>null</c> where it is a text's.</summary>
    public static string? CallIdOf(string anchor) => Split(anchor, Call)?.Name;

    /// <summary>The place that an anchor of a text names; <c>null</c> for an anchor of a call.</summary>
    internal static string? PlaceOf(string anchor) => Split(anchor, RelayedText)?.Place;

    private static (string Name, string Place)? Split(string anchor, string kind)
    {
        int end = anchor.LastIndexOf(':');
        return anchor.StartsWith(kind, StringComparison.Ordinal) && end >= kind.Length ? (anchor[kind.Length..end], anchor[(end + 1)..]) : null;
    }
}
