using System.Net;

namespace Headroom.Gateway.Upstreams;

/// <summary>A request body in pieces, sent without joining them.</summary>
internal sealed class PiecesContent(IReadOnlyList<ReadOnlyMemory<byte>> pieces) : HttpContent
{
    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (ReadOnlyMemory<byte> piece in pieces)
        {
            await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = pieces.Sum(piece => (long)piece.Length);
        return true;
    }
}
