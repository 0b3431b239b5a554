using Headroom.Protocols.Bodies;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>
/// One answer of the model as a client keeps it: a message, or several in a row where the client keeps what it was streamed piece
/// by piece, as Google's SDK does.
/// </summary>
internal sealed class AnswerRun
{
    private AnswerRun(IReadOnlyList<TurnMessage> messages, int end, TurnMessage whole) => (Messages, End, Whole) = (messages, end, whole);

    /// <value>The messages.</value>
    public IReadOnlyList<TurnMessage> Messages { get; }

    /// <value>The index of the message behind them.</value>
    public int End { get; }

    /// <value>All of them as if they were one.</value>
    public TurnMessage Whole { get; }

    /// <summary>The answer that begins with a message; <c>null</c> where none begins there.</summary>
    public static AnswerRun? At(TurnMap map, int index)
    {
        bool mayRun = WireFormat.Of(map.Protocol).History == HistoryForm.Parts;
        if (!map.Messages[index].IsAssistant || (mayRun && index > 0 && map.Messages[index - 1].IsAssistant))
        {
            return null;
        }

        int end = index + 1;
        while (mayRun && end < map.Messages.Count && map.Messages[end].IsAssistant)
        {
            end++;
        }

        TurnMessage[] messages = [.. map.Messages.Skip(index).Take(end - index)];
        TurnMessage whole = messages.Length == 1 ? messages[0] : new TurnMessage
        {
            Range = new ByteRange(messages[0].Range.Start, messages[^1].Range.End - messages[0].Range.Start),
            Role = messages[0].Role,
            Hash = messages[0].Hash,
            Blocks = [],
            Parts = [.. messages.SelectMany(message => message.Parts)],
        };
        return new AnswerRun(messages, end, whole);
    }
}
