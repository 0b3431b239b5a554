using Headroom.Context.Sessions;
using Headroom.Grains.Sessions;
using Headroom.Protocols.Retrieval;

namespace Headroom.Grains.Wire;

/// <summary>Insertions, between the domain and the wire. Their bytes are shared, since nobody writes to them.</summary>
internal static class InsertionMapping
{
    public static InsertionRecord ToRecord(this Insertion insertion) => new(
        insertion.Anchor,
        [.. insertion.Visible.Select(part => part.Text)],
        insertion.Preceding,
        [.. insertion.Calls.Select(call => new InsertedCallRecord(call.Block, call.NextClientCallId, call.Result))],
        [.. insertion.Run.Select(item => new RunItemRecord((int)item.Kind, item.Key, item.Id, item.Json))]);

    public static Insertion ToDomain(this InsertionRecord record) => new(
        record.Anchor,
        [.. record.Visible.Select(text => new VisiblePart(text))],
        record.Preceding,
        [.. record.Calls.Select(call => new InsertedCall(call.Block, call.NextClientCallId, call.Result))])
    {
        Run = record.Run.IsDefaultOrEmpty ? [] : [.. record.Run.Select(item => new RunItem((AnswerItemKind)item.Kind, item.Key, item.ItemId, item.Json))],
    };
}
