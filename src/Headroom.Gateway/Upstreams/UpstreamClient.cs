using System.Diagnostics;
using System.Net;
using Headroom.Context.Turns;
using Headroom.Gateway.Access;
using Headroom.Gateway.Clouds;
using Headroom.Gateway.Hosting;
using Headroom.Gateway.ModelCalls;
using Headroom.Gateway.Sockets;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Upstreams;

/// <summary>Sends requests to providers over pooled connections; adds nothing of its own, follows and retries nothing.</summary>
public sealed class UpstreamClient : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly UpstreamTable _table;
    private readonly ProviderCredentials _credentials;
    private readonly TimeSpan _idleTimeout;
    private readonly TimeProvider _time;
    private readonly BedrockSigner _bedrock;

    /// <summary>Makes the client of a process.</summary>
    public UpstreamClient(GatewayOptions options, UpstreamTable table, ProviderCredentials credentials, TimeProvider time)
    {
        _table = table;
        _credentials = credentials;
        _idleTimeout = options.IdleTimeout;
        _time = time;
        _bedrock = new BedrockSigner(options, time);
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
            EnableMultipleHttp2Connections = true,

            // A peer that is gone without a word is noticed within a minute, however long a model may think.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,

            // A traceparent of ours would be a header that the client did not send; and a span that nobody collects costs time.
            ActivityHeadersPropagator = options.IsTraced ? DistributedContextPropagator.CreateNoOutputPropagator() : null,
        });
    }

    /// <summary>Sends a request on and returns when the answer's headers are here.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="provider">Whom it is for.</param>
    /// <param name="content">The body; <c>null</c> for none.</param>
    /// <param name="isDecoded">Whether the body was decoded on the way.</param>
    /// <param name="mustRead">Whether we read the answer ourselves.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    /// <exception cref="HttpRequestException">The upstream cannot be reached, broke off, or did not answer within the idle timeout.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpContext context, Provider provider, HttpContent? content, bool isDecoded, bool mustRead, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), _table.AddressOf(provider, context))
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        UpstreamHeaders.CopyRequest(context.Request, request, isDecoded, mustRead);
        Lend(context, provider, request);
        if (provider == Provider.Bedrock)
        {
            await _bedrock.SignAsync(request, cancellationToken).ConfigureAwait(false);
        }

        using var limit = new LinkedLimit(_idleTimeout, _time, cancellationToken);
        try
        {
            return await _invoker.SendAsync(request, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.Token.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"It did not answer within {_idleTimeout.TotalSeconds:0} seconds.", null, HttpStatusCode.GatewayTimeout);
        }
    }

    /// <summary>The bytes of an answer; reading them throws <see cref="IOException"/> where none come for longer than the idle timeout.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    public async Task<Stream> OpenAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        new IdleLimitedStream(await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _idleTimeout, _time);

    /// <summary>Asks upstream for a WebSocket and returns its answer; where it agreed, the answer's content is the connection.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="provider">Whom it is for.</param>
    /// <param name="key">The handshake's key.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    /// <exception cref="HttpRequestException">The upstream cannot be reached or broke off.</exception>
    public Task<HttpResponseMessage> UpgradeAsync(HttpContext context, Provider provider, string key, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _table.AddressOf(provider, context))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,

            // Clients may send headers of a content that they do not send.
            Content = context.Request.Headers.ContentType.Count > 0 ? new ByteArrayContent([]) : null,
        };
        UpstreamHeaders.CopyRequest(context.Request, request, isDecoded: false, mustRead: false);
        Lend(context, provider, request);
        SocketHandshake.Ask(request, key, context.Request.Headers.SecWebSocketProtocol);
        return _invoker.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    /// <summary>
    /// Adds the gateway's own credential for a caller that has a Headroom key and nothing else; never to an upstream that the
    /// caller chose, which is another than the credential's.
    /// </summary>
    private void Lend(HttpContext context, Provider provider, HttpRequestMessage request)
    {
        bool isOwnAddress = context.Features.Get<NamedUpstream>() is null;
        if (isOwnAddress && CallerAccess.Of(context).Key is not null && !CallerIdentity.HasCredential(context.Request) && _credentials.HeaderFor(provider) is { } held)
        {
            request.Headers.TryAddWithoutValidation(held.Name, held.Value);
        }
    }
}
