using Headroom.Protocols.Turns;

namespace Headroom.Context.Caches;

/// <summary>
/// Whether the provider can hold nothing of a conversation that began without us. Changing a history that it holds costs more
/// than it saves: with <c>w</c> and <c>r</c> what a token costs to write to and to read from its cache, <c>R</c> the reads to
/// come and <c>P</c> the chance that the cache is alive, shortening by <c>ΔT</c> tokens before a rest of <c>S</c> gains
/// <c>ΔT·(w + r·(R−1)) − P·(w−r)·(S + ΔT)</c>. How long the conversation has been idle cannot be seen in it, so P is taken as 1
/// unless it is certainly 0, and then every saving is a gain.
/// </summary>
internal static class ColdStart
{
    /// <summary>Whether P is 0: the provider caches only what a request marks, and this one marks nothing.</summary>
    public static bool IsCertain(TurnMap map, ReadOnlySpan<byte> body) =>
        map.Protocol == WireProtocol.AnthropicMessages && body.IndexOf("\"cache_control\""u8) < 0;
}
