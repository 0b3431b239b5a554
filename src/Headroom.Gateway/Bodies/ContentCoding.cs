using System.IO.Compression;
using ZstdSharp;

namespace Headroom.Gateway.Bodies;

/// <summary>The content codings that the gateway can take off (RFC 9110, section 8.4.1; zstd: RFC 8878).</summary>
internal static class ContentCoding
{
    /// <summary>Whether a <c>Content-Encoding</c> is one coding that can be taken off.</summary>
    public static bool IsKnown(string coding) => Normal(coding) is "gzip" or "br" or "deflate" or "zstd";

    /// <summary>Whether a <c>Content-Encoding</c> leaves the bytes as they are.</summary>
    public static bool IsIdentity(string coding) => Normal(coding) is "" or "identity";

    /// <summary>The bytes behind a coding. Reading them throws <see cref="InvalidDataException"/> where they are not encoded so.</summary>
    /// <param name="body">The encoded bytes.</param>
    /// <param name="coding">A coding that <see cref="IsKnown"/>.</param>
    public static Stream Decode(Stream body, string coding) => new DecodedStream(
        Normal(coding) switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            "zstd" => new DecompressionStream(body),
            _ => throw new ArgumentOutOfRangeException(nameof(coding), coding, "Not a coding that can be taken off."),
        },
        Normal(coding));

    private static string Normal(string coding)
    {
        string name = coding.Trim().ToLowerInvariant();
        return name.StartsWith("x-", StringComparison.Ordinal) ? name[2..] : name;
    }

    /// <summary>Gives the failures of all decoders one type.</summary>
    private sealed class DecodedStream(Stream decoder, string coding) : ForwardStream
    {
        /// <inheritdoc/>
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await decoder.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception broken) when (broken is ZstdException or EndOfStreamException or InvalidOperationException or InvalidDataException)
            {
                throw new InvalidDataException($"The body is not {coding} as its Content-Encoding says: {broken.Message}", broken);
            }
        }

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                decoder.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
