using System.Text.Json;
using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Turns;

/// <summary>Reads the <c>messages</c> of a request; what the protocols share of it.</summary>
internal abstract class MessageReader(ReadOnlyMemory<byte> body)
{
    /// <value>What was read.</value>
    public List<TurnMessage> Messages { get; } = [];

    /// <value>The text tokens of the last message in which the user speaks.</value>
    public IReadOnlyList<ByteRange> Question { get; private protected set; } = [];

    private protected ReadOnlyMemory<byte> Body => body;

    /// <value>The tools' names by the ids of their calls so far.</value>
    private protected Dictionary<string, string> ToolNames { get; } = [];

    /// <value>Of the current message: ranges that do not count for its hash.</value>
    private protected List<ByteRange> LeftOut { get; } = [];

    /// <value>Of the current message: its parts.</value>
    private protected List<MessagePart> Parts { get; } = [];

    /// <value>Of the current message: the text tokens of what is said in it.</value>
    private protected List<ByteRange> Texts { get; } = [];

    /// <summary>Reads the array that the reader stands on; <c>false</c> where an element is no message.</summary>
    public bool ReadAll(ref BodyReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            LeftOut.Clear();
            Parts.Clear();
            Texts.Clear();
            if (reader.TokenType != JsonTokenType.StartObject || !ReadMessage(ref reader))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads one message.</summary>
    private protected abstract bool ReadMessage(ref BodyReader reader);
}
