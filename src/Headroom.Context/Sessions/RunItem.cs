using Headroom.Protocols.Retrieval;

namespace Headroom.Context.Sessions;

/// <summary>
/// One item of what the model did between two turns of the client, in protocols whose histories are made of items: one that
/// the client saw and sends again, or one of ours that goes between those.
/// </summary>
/// <param name="Kind">What it is; <see cref="AnswerItemKind.Own"/> for ours.</param>
/// <param name="Key">What the client's is recognised by.</param>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Json">Ours, as upstream saw it; empty for the client's.</param>
public sealed record RunItem(AnswerItemKind Kind, string? Key, string? Id, ReadOnlyMemory<byte> Json)
{
    /// <summary>An item of ours.</summary>
    public static RunItem Ours(ReadOnlyMemory<byte> json) => new(AnswerItemKind.Own, null, null, json.ToArray());

    /// <summary>An item of an answer: ours with its bytes, the client's by what it is recognised by.</summary>
    public static RunItem Of(AnswerItem item) =>
        item.Kind == AnswerItemKind.Own ? Ours(item.Json) : new RunItem(item.Kind, item.Key, item.Id, default);
}
