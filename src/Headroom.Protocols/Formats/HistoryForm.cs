namespace Headroom.Protocols.Formats;

/// <summary>What the history of a conversation is made of in a protocol.</summary>
public enum HistoryForm
{
    /// <summary>Messages of parts; the results of tool calls are parts of the message that follows.</summary>
    Parts,

    /// <summary>Messages; the result of each tool call is a message of its own.</summary>
    Messages,

    /// <summary>Items: each thing that the model says, each call and each result stands by itself.</summary>
    Items,
}
