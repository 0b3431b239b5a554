using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Turns;

/// <summary>One message of a request; in Responses, one item.</summary>
public sealed class TurnMessage
{
    /// <value>The message's JSON object.</value>
    public required ByteRange Range { get; init; }

    /// <value>Its role, as written; of an item without one, <c>assistant</c> where the model made it; Gemini's <c>model</c> is read so too.</value>
    public required string Role { get; init; }

    /// <value>
    /// SHA-256 of the message as the client wrote it, with <c>cache_control</c> left out and a content given as one string
    /// read as one text part: clients move the one and rewrite the other from turn to turn.
    /// </value>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <value>The blocks of it that may be compressed.</value>
    public required IReadOnlyList<TurnBlock> Blocks { get; init; }

    /// <value>The value of <c>content</c>, where there is one.</value>
    public ByteRange? Content { get; init; }

    /// <value>The parts of an assistant message, or the elements of any content array.</value>
    public IReadOnlyList<MessagePart> Parts { get; init; } = [];

    /// <value>The <c>tool_calls</c> array of a Chat Completions assistant message, brackets included.</value>
    public ByteRange? ToolCalls { get; init; }

    /// <value>Whether the model said it.</value>
    public bool IsAssistant => Role == "assistant";
}

/// <summary>One element of a message's content, or one of its tool calls.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Range">Its JSON value.</param>
/// <param name="Id">A tool call's id.</param>
/// <param name="Text">The string token of a text part's text, quotes included.</param>
public readonly record struct MessagePart(MessagePartKind Kind, ByteRange Range, string? Id, ByteRange? Text);

/// <summary>What a part of a message is.</summary>
public enum MessagePartKind
{
    /// <summary>Plain text.</summary>
    Text,

    /// <summary>A call of a tool by the model.</summary>
    ToolCall,

    /// <summary>Anything else: thinking, images, tool results, types not known yet.</summary>
    Other,
}
