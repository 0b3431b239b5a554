using System.Text;

namespace Headroom.Protocols.Retrieval;

/// <summary>One complete answer of the model, as upstream gave it.</summary>
/// <param name="Message">The assistant message to send back: every block verbatim.</param>
/// <param name="Visible">What the client saw of it, in order.</param>
/// <param name="OwnCalls">The calls of our tool in it.</param>
/// <param name="ClientCallIds">The ids of the client's calls in it.</param>
/// <param name="IsComplete">Whether every call of ours in it was written to its end; a token limit can cut one.</param>
public sealed record AssistantRound(
    ReadOnlyMemory<byte> Message,
    IReadOnlyList<VisiblePart> Visible,
    IReadOnlyList<OwnCall> OwnCalls,
    IReadOnlyList<string> ClientCallIds,
    bool IsComplete)
{
    /// <value>The provider's id of the answer, where a later request can go on from it.</value>
    public string? AnswerId { get; init; }

    /// <value>Its items in order, our own calls included, in protocols whose answers are made of items.</value>
    public IReadOnlyList<AnswerItem> Items { get; init; } = [];
}

/// <summary>A part of an answer that was shown to the client.</summary>
/// <param name="Text">The text of a text part; <c>null</c> for anything else.</param>
public readonly record struct VisiblePart(string? Text)
{
    /// <summary>A part from its text.</summary>
    public static VisiblePart Of(ReadOnlySpan<byte> utf8Text) => new(Encoding.UTF8.GetString(utf8Text));

    /// <summary>A part that is no text.</summary>
    public static VisiblePart Other => new(null);
}
