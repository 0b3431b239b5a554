using Headroom.Protocols.Formats;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Stabilizing;

/// <summary>
/// Mends what keeps a provider from using its cache and what a client could have done itself: the order of its tools, marks for
/// what is to be cached, a name for the conversation. Only for callers that asked for it; the same request is always mended to
/// the same bytes.
/// </summary>
public static class Stabilizer
{
    /// <summary>Mends a request.</summary>
    /// <param name="body">The request.</param>
    /// <param name="map">Its spans.</param>
    /// <param name="conversation">Names the conversation, without telling anything about it.</param>
    /// <returns>The body and its spans; the ones given where there was nothing to mend.</returns>
    public static (ReadOnlyMemory<byte> Body, TurnMap Map) Apply(ReadOnlyMemory<byte> body, TurnMap map, string conversation)
    {
        WireFormat format = WireFormat.Of(map.Protocol);
        var ordered = new BodySplice(body);
        if (map.Tools.Range is { } tools && tools.Of(body.Span)[0] == (byte)'[')
        {
            ToolOrder.Sort(ordered, tools, format.ToolName);
        }

        (body, map) = Taken(ordered, map);
        var marked = new BodySplice(body);
        format.MarkForCache(marked, map, conversation);
        return Taken(marked, map);
    }

    private static (ReadOnlyMemory<byte> Body, TurnMap Map) Taken(BodySplice splice, TurnMap map)
    {
        ReadOnlyMemory<byte> body = splice.ToMemory();
        return splice.IsChanged && TurnLocator.TryLocate(map.Protocol, body, out TurnMap? mended) ? (body, mended with { Model = map.Model }) : (splice.Body, map);
    }
}
