namespace Headroom.Protocols.Retrieval;

/// <summary>One item of an answer, in protocols whose answers are made of items.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">What it is recognised by on later turns: the hash of its text, or the id of its call.</param>
/// <param name="Id">The provider's id of the item, by which a client may name it instead of sending it.</param>
/// <param name="Json">The item as upstream gave it.</param>
/// <param name="Hash">The hash by which it is recognised as a message of a later request.</param>
public sealed record AnswerItem(AnswerItemKind Kind, string? Key, string? Id, ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Hash);

/// <summary>What an item of an answer is. The numbers stand in ledgers.</summary>
public enum AnswerItemKind
{
    /// <summary>What the model says.</summary>
    Text = 0,

    /// <summary>A call that the client answers.</summary>
    Call = 1,

    /// <summary>A call of our tool, which the client never sees.</summary>
    Own = 2,

    /// <summary>Anything else: reasoning, calls that the provider ran itself. Clients may drop it.</summary>
    Other = 3,
}
