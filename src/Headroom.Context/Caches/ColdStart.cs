using Headroom.Protocols.Turns;

namespace Headroom.Context.Caches;

/// <summary>
/// A conversation that began without us and whose history was made smaller all the same, since its provider caches nothing of
/// it. Changing a history that it holds costs more than it saves: with <c>w</c> and <c>r</c> what a token costs to write to and to
/// read from its cache, <c>R</c> the reads to come and <c>P</c> the chance that the cache is alive, shortening by <c>ΔT</c> tokens
/// before a rest of <c>S</c> gains <c>ΔT·(w + r·(R−1)) − P·(w−r)·(S + ΔT)</c>. How long the conversation has been idle cannot be
/// seen in it, so P is taken as 1 unless it is certainly 0, and then every saving is a gain.
/// </summary>
/// <param name="Messages">Messages of the history.</param>
/// <param name="TokensSaved">ΔT: what was saved in them.</param>
public sealed record ColdStart(int Messages, int TokensSaved)
{
    private const double WriteCost = 1.25, ReadCost = 0.1, ExpectedReads = 10;

    /// <value>What that gains over the expected rest of the conversation, in input tokens of the full price.</value>
    public double Gain => TokensSaved * (WriteCost + (ReadCost * (ExpectedReads - 1)));

    /// <summary>Whether P is 0: the provider caches only what a request marks, and this one marks nothing.</summary>
    internal static bool IsCertain(TurnMap map, ReadOnlySpan<byte> body) =>
        map.Protocol is WireProtocol.AnthropicMessages or WireProtocol.BedrockInvoke && body.IndexOf("\"cache_control\""u8) < 0;
}
