using Headroom.Context.Retrieval;
using Headroom.Context.Turns;
using Headroom.Gateway.Upstreams;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.ModelCalls;

/// <summary>One turn on its way: the client's request, what was made of it, and the rounds that it takes.</summary>
internal sealed record ModelCall(
    HttpContext Http, Provider Provider, WireProtocol Protocol, PreparedTurn Turn, RetrievalRounds Rounds, UpstreamClient Upstream,
    UpstreamRetries Retries, bool IsDecoded)
{
    /// <value>Usage of all rounds, once the answer has ended.</value>
    public TokenUsage Usage { get; set; } = TokenUsage.Unknown;

    /// <value>Usage of the last round alone: what the provider's cache held of the conversation.</value>
    public TokenUsage LastUsage { get; set; } = TokenUsage.Unknown;

    /// <value>Whether an answer in JSON is a stream whose events are the elements of an array.</value>
    public bool StreamsArray { get; init; }

    /// <value>Whether the client asked for a stream: in the body, or, of Gemini and in the clouds, by the last part of the path.</value>
    private bool IsStream => Turn.Map?.IsStream == true
        || (Http.Request.Path.Value is { } path && path.AsSpan(path.LastIndexOf('/') + 1).Contains("stream", StringComparison.OrdinalIgnoreCase));

    /// <summary>Sends the turn. A stream that the client would ask for again itself is tried once.</summary>
    public Task<HttpResponseMessage> BeginAsync() => IsStream && ClientRetries.AreMadeBy(Http.Request)
        ? Upstream.SendAsync(Http, Provider, new PiecesContent(Turn.Pieces), IsDecoded, Turn.OffersRetrieval, Http.RequestAborted)
        : Retries.SendAsync(Http, Provider, () => new PiecesContent(Turn.Pieces), IsDecoded, Turn.OffersRetrieval, Http.RequestAborted);

    /// <summary>Goes on with the turn after a retrieval, of which the client knows nothing and which only we can try again.</summary>
    public Task<HttpResponseMessage> ContinueAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces) =>
        Retries.SendAsync(Http, Provider, () => new PiecesContent(pieces), IsDecoded, Turn.OffersRetrieval, Http.RequestAborted);

    /// <summary>The bytes of an answer to the turn, without a content coding.</summary>
    public Task<Stream> OpenAsync(HttpResponseMessage answer) => AnswerDecoding.OpenAsync(Upstream, answer, Http.RequestAborted);
}
