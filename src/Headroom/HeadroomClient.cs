using System.Net;
using System.Text;
using Headroom.Context.Messages;
using Headroom.Context.Retrieval;
using Headroom.Remote;

namespace Headroom;

/// <summary>Compresses at a gateway, whose store a whole team shares.</summary>
public sealed class HeadroomClient : IMessageCompressor, IDisposable
{
    private readonly HttpClient _http;
    private readonly RemoteGateway _gateway;
    private readonly HeadroomClientOptions _options;
    private readonly TimeProvider _time;

    /// <summary>A client of one gateway.</summary>
    /// <param name="options">Where it is and how it is called.</param>
    /// <param name="handler">Sends the requests; <c>null</c> for a pooled one of its own.</param>
    /// <param name="time">The clock; <c>null</c> for the machine's.</param>
    public HeadroomClient(HeadroomClientOptions options, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        _options = options;
        _time = time ?? TimeProvider.System;
        string root = options.Url.AbsoluteUri;
        _http = new HttpClient(handler ?? new SocketsHttpHandler(), disposeHandler: handler is null)
        {
            BaseAddress = new Uri(root.EndsWith('/') ? root : root + "/"), Timeout = options.Timeout, MaxResponseContentBufferSize = options.MaxAnswerBytes,
        };
        if (options.Key is not null)
        {
            _http.DefaultRequestHeaders.Add("X-Headroom-Key", options.Key);
        }

        _gateway = new RemoteGateway(_http);
    }

    /// <inheritdoc/>
    /// <exception cref="UnauthorizedAccessException">The gateway refused the key.</exception>
    public async Task<CompressionResult> CompressAsync(string messages, MessageOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!MessageFile.TryReadList(Encoding.UTF8.GetBytes(messages), out ReadOnlyMemory<byte> list))
        {
            throw new ArgumentException("The text is no JSON list of messages that have roles.", nameof(messages));
        }

        try
        {
            RemoteMessages compressed = await AskAsync(() => _gateway.CompressAsync(list, options ?? new MessageOptions(), cancellationToken), cancellationToken).ConfigureAwait(false);
            return new CompressionResult(
                Encoding.UTF8.GetString(compressed.Messages.Span), compressed.TokensBefore, compressed.TokensAfter, compressed.Transforms, compressed.Markers);
        }
        catch (RemoteGatewayException failure)
        {
            return CompressionResult.Unchanged(messages, failure.Message);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="UnauthorizedAccessException">The gateway refused the key.</exception>
    public async Task<RetrievedText> RetrieveAsync(string hash, string? query = null, string? range = null, CancellationToken cancellationToken = default)
    {
        try
        {
            RetrievedParts found = await AskAsync(() => _gateway.RetrieveAsync(hash, query, range, cancellationToken), cancellationToken).ConfigureAwait(false);
            return new RetrievedText(found.Text ?? string.Join('\n', found.Matches!), IsFound: true);
        }
        catch (RemoteGatewayException missing)
        {
            return new RetrievedText(missing.Message, IsFound: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await ask().ConfigureAwait(false);
            }
            catch (RemoteGatewayException refused) when (refused.Status is (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden)
            {
                throw new UnauthorizedAccessException(refused.Message, refused);
            }
            catch (RemoteGatewayException failure) when (attempt < _options.Retries && failure.Status is null or 429 or 502 or 503 or 504)
            {
                await Task.Delay(_options.RetryDelay * (1 << attempt), _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
