using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;

namespace Headroom.Protocols.Gemini;

/// <summary>A buffered answer of generateContent.</summary>
internal sealed class GeminiAnswer : BufferedAnswer
{
    private readonly GeminiChunk _chunk;

    private GeminiAnswer(GeminiChunk chunk)
    {
        _chunk = chunk;
        var round = new GeminiRound();
        foreach (Bodies.ByteRange part in chunk.Parts)
        {
            round.Add(part.Of(chunk.Json));
        }

        Round = round.Complete();
    }

    public override AssistantRound Round { get; }

    public override TokenUsage Usage => _chunk.Usage.Tokens;

    public static GeminiAnswer? TryParse(ReadOnlyMemory<byte> body) =>
        GeminiChunk.TryRead(body) is { CandidateCount: 1 } chunk ? new GeminiAnswer(chunk) : null;

    public override ReadOnlyMemory<byte> ToClient(IReadOnlyList<BufferedAnswer> earlier, bool ownCallsDropped)
    {
        if (earlier.Count == 0 && Round.OwnCalls.Count == 0)
        {
            return _chunk.Json;
        }

        var splice = new BodySplice(_chunk.Json);
        List<GeminiAnswer> before = [.. earlier.Cast<GeminiAnswer>()];
        _chunk.PutParts(splice, 0, [.. before.Append(this).SelectMany(answer => answer.Shown())]);
        if (before.Count > 0)
        {
            _chunk.JoinTo(splice, 0, before[0]._chunk.ResponseId, before.Aggregate(GeminiUsage.None, (sum, answer) => sum.FollowedBy(answer._chunk.Usage)));
        }

        return splice.ToMemory();
    }

    private IEnumerable<ReadOnlyMemory<byte>> Shown() => _chunk.Parts.Where(part => !_chunk.IsOwn(part)).Select(part => part.Of(_chunk.Json));
}
