using System.IO.Compression;

namespace Headroom.Gateway.ModelCalls;

/// <summary>Takes the content encoding off an answer that we read, where upstream sent one unasked.</summary>
internal static class AnswerDecoding
{
    /// <summary>Whether the answer's encoding is one that can be taken off.</summary>
    public static bool CanDecode(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentEncoding.All(encoding => encoding is "identity" or "gzip" or "br" or "deflate")
        && answer.Content.Headers.ContentEncoding.Count <= 1;

    /// <summary>The answer's body as plain bytes.</summary>
    public static async Task<Stream> OpenAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return answer.Content.Headers.ContentEncoding.FirstOrDefault() switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => body,
        };
    }
}
