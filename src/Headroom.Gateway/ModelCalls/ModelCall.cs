using Headroom.Context.Retrieval;
using Headroom.Context.Turns;
using Headroom.Gateway.Upstreams;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.ModelCalls;

/// <summary>One turn on its way: the client's request, what was made of it, and the rounds that it takes.</summary>
internal sealed record ModelCall(
    HttpContext Http, Provider Provider, WireProtocol Protocol, PreparedTurn Turn, RetrievalRounds Rounds, UpstreamClient Upstream, bool IsDecoded)
{
    /// <value>Usage of all rounds, once the answer has ended.</value>
    public TokenUsage Usage { get; set; } = TokenUsage.Unknown;

    /// <value>Whether an answer in JSON is a stream whose events are the elements of an array.</value>
    public bool StreamsArray { get; init; }

    /// <summary>Sends a body of this turn.</summary>
    public Task<HttpResponseMessage> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces) =>
        Upstream.SendAsync(Http, Provider, new PiecesContent(pieces), IsDecoded, Turn.OffersRetrieval, Http.RequestAborted);
}
