using System.Collections.Frozen;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Formats;

namespace Headroom.Context.Turns;

/// <summary>Counts a turn's tokens with the counter of its model's family. Runs beside the upstream call.</summary>
/// <param name="deciding">The counter that blocks are decided by: what it has counted need not be counted again.</param>
public sealed class TurnMeter(ITokenCounter deciding)
{
    private readonly Dictionary<ITokenCounter, TextTokens> _texts = [];
    private readonly Lock _lock = new();

    /// <summary>What the turn was and became.</summary>
    public TurnFigures Measure(PreparedTurn turn)
    {
        if (turn is not { Map: { } map, Head: { } head })
        {
            return TurnFigures.None;
        }

        ModelTokenCounter counter = TokenCounters.ForModel(map.Model);
        TextTokens texts = Texts(counter.Counter);
        ReadOnlySpan<byte> body = turn.Splice.Body.Span;
        IReadOnlyDictionary<int, int> counted = counter.Counter == deciding ? turn.Counted : FrozenDictionary<int, int>.Empty;
        long before = 0;
        foreach (Protocols.Turns.TurnMessage message in map.Messages)
        {
            before += texts.Count(message.Range.Of(body), new ContentHash(message.Hash.Span), new CountedTexts(counted, message.Range.Start));
            foreach (Protocols.Turns.TurnBlock json in message.Blocks.Where(block => block.JsonMember is not null))
            {
                // The model reads all of it, and not its strings only.
                before += (counted.TryGetValue(json.Token.Start, out int known) ? known : texts.CountWhole(json.Token.Of(body))) - texts.Count(json.Token.Of(body));
            }
        }

        ByteRange? tools = map.Tools.Range is { } list && list.Start >= map.MessageList.Start && list.End <= map.MessageList.End ? null : map.Tools.Range;
        before += map.System is { } system ? texts.Count(system.Of(body), head.System!.Value) : 0;
        before += tools is { } listed ? texts.Count(listed.Of(body), head.Tools!.Value) : 0;

        long after = before - turn.Changed.Sum(verdict => (long)verdict.TokensBefore - verdict.TokensAfter);
        after += turn.ListsTool ? texts.Count(WireFormat.Of(map.Protocol).RetrieveTool.Span) : 0;
        string[] transforms = [.. turn.Changed.SelectMany(verdict => verdict.Transforms.Split(',')).Distinct()];
        return new TurnFigures(before, after, !counter.IsExact, transforms);
    }

    private TextTokens Texts(ITokenCounter counter)
    {
        lock (_lock)
        {
            if (!_texts.TryGetValue(counter, out TextTokens? texts))
            {
                _texts[counter] = texts = new TextTokens(counter);
            }

            return texts;
        }
    }
}
