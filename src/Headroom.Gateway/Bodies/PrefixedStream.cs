using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Bodies;

/// <summary>Reads bytes that are here already, then the rest of a stream, up to a limit.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest, long maxBytes) : ForwardStream
{
    private ReadOnlyMemory<byte> _prefix = prefix;
    private long _read = prefix.Length;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_prefix.IsEmpty)
        {
            int count = Math.Min(buffer.Length, _prefix.Length);
            _prefix[..count].CopyTo(buffer);
            _prefix = _prefix[count..];
            return count;
        }

        int read = await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _read += read;
        return _read <= maxBytes ? read : throw new BadHttpRequestException($"The body is larger than {maxBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
    }
}
