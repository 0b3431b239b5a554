using System.Net;
using Headroom.Gateway.Clouds;
using Headroom.Gateway.Hosting;
using Headroom.Gateway.Sockets;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Upstreams;

/// <summary>Sends requests to providers over pooled connections; adds nothing of its own, follows and retries nothing.</summary>
public sealed class UpstreamClient : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly UpstreamTable _table;
    private readonly BedrockSigner _bedrock;

    /// <summary>Makes the client of a process.</summary>
    public UpstreamClient(GatewayOptions options, UpstreamTable table, TimeProvider time)
    {
        _table = table;
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

            // A traceparent of ours would be a header that the client did not send.
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>Sends a request on and returns when the answer's headers are here.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="provider">Whom it is for.</param>
    /// <param name="content">The body; <c>null</c> for none.</param>
    /// <param name="isDecoded">Whether the body was decoded on the way.</param>
    /// <param name="mustRead">Whether we read the answer ourselves.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    /// <exception cref="HttpRequestException">The upstream cannot be reached or broke off.</exception>
    public Task<HttpResponseMessage> SendAsync(
        HttpContext context, Provider provider, HttpContent? content, bool isDecoded, bool mustRead, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), _table.AddressOf(provider, context))
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        UpstreamHeaders.CopyRequest(context.Request, request, isDecoded, mustRead);
        return provider == Provider.Bedrock ? SendSignedAsync(request, cancellationToken) : _invoker.SendAsync(request, cancellationToken);
    }

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
        SocketHandshake.Ask(request, key, context.Request.Headers.SecWebSocketProtocol);
        return _invoker.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private async Task<HttpResponseMessage> SendSignedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _bedrock.SignAsync(request, cancellationToken).ConfigureAwait(false);
        return await _invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
