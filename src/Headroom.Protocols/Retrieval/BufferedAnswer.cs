namespace Headroom.Protocols.Retrieval;

/// <summary>One complete, not streamed answer of the model.</summary>
public abstract class BufferedAnswer
{
    /// <value>The answer as a round.</value>
    public abstract AssistantRound Round { get; }

    /// <value>Its usage.</value>
    public abstract TokenUsage Usage { get; }

    /// <summary>
    /// The answer as the client gets it: what the earlier rounds said comes first, our own calls are gone, and usage is that
    /// of the whole answer.
    /// </summary>
    /// <param name="earlier">The rounds that were continued, in order.</param>
    /// <param name="ownCallsDropped">Whether calls of our own were dropped unanswered, so that they are no reason to stop.</param>
    public abstract ReadOnlyMemory<byte> ToClient(IReadOnlyList<BufferedAnswer> earlier, bool ownCallsDropped);

    private protected static TokenUsage Total(IEnumerable<BufferedAnswer> answers) =>
        answers.Aggregate(TokenUsage.Unknown, (sum, answer) => sum.Plus(answer.Usage));
}
