using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Bodies;

/// <summary>
/// A request body: whole in pooled memory where it is small enough to be parsed, else what was read of it with the rest still
/// to come. Dispose returns the memory.
/// </summary>
internal sealed class RequestBody : IDisposable
{
    private byte[] _buffer;
    private int _length;
    private Stream _rest = Stream.Null;

    private RequestBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <value>Whether all of it is here.</value>
    public bool IsWhole { get; private set; }

    /// <value>Whether a content encoding was taken off.</value>
    public bool IsDecoded { get; private set; }

    /// <value>What is here.</value>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads a body up to a limit.</summary>
    /// <exception cref="InvalidDataException">It is not encoded as its header says.</exception>
    /// <exception cref="BadHttpRequestException">It is above the hard limit, or broke off.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var body = new RequestBody((int)Math.Clamp(request.ContentLength + 1 ?? 64 << 10, 4 << 10, maxBytes));
        try
        {
            string coding = request.Headers.ContentEncoding.ToString();
            body.IsDecoded = ContentCoding.IsKnown(coding);
            body._rest = body.IsDecoded ? ContentCoding.Decode(request.Body, coding) : request.Body;
            await body.FillAsync(maxBytes, cancellationToken).ConfigureAwait(false);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>The body as content to send on: what is here, then what is still to come. Reading more than the limit of it throws.</summary>
    public HttpContent ToContent(HttpRequest request, long maxBytes)
    {
        var content = new StreamContent(new PrefixedStream(Bytes, _rest, maxBytes));
        content.Headers.ContentLength = IsDecoded ? null : request.ContentLength;
        return content;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _length = 0;
        }
    }

    private async Task FillAsync(int maxBytes, CancellationToken cancellationToken)
    {
        while (_length < maxBytes)
        {
            if (_length == _buffer.Length)
            {
                Grow(maxBytes);
            }

            int read = await _rest.ReadAsync(_buffer.AsMemory(_length, Math.Min(_buffer.Length, maxBytes) - _length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                IsWhole = true;
                return;
            }

            _length += read;
        }
    }

    private void Grow(int maxBytes)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)_buffer.Length * 2, Math.Max(maxBytes, _buffer.Length + 1)));
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
