using Headroom.Context.Keys;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Caches;

/// <summary>What stands before the history of a request, by hashes: made once a turn, for all who compare or remember it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Tools">Of the list of tools, where there is one.</param>
/// <param name="System">Of the system text, where it is no message.</param>
internal sealed record RequestHead(string? Model, ContentHash? Tools, ContentHash? System)
{
    /// <summary>The head of a request.</summary>
    public static RequestHead Of(TurnMap map, ReadOnlyMemory<byte> body) => new(map.Model, HashOf(map.Tools.Range, body), HashOf(map.System, body));

    private static ContentHash? HashOf(ByteRange? range, ReadOnlyMemory<byte> body) => range is { } bytes ? ContentHash.Of(bytes.Of(body.Span)) : null;
}
