using System.Buffers;
using Headroom.Gateway.Bodies;
using Headroom.Gateway.Upstreams;

namespace Headroom.Gateway.ModelCalls;

/// <summary>Takes the content coding off an answer that we read, where upstream sent one unasked.</summary>
internal static class AnswerDecoding
{
    /// <summary>Whether the answer's coding is one that can be taken off.</summary>
    public static bool CanDecode(HttpResponseMessage answer) => answer.Content.Headers.ContentEncoding.Count switch
    {
        0 => true,
        1 => CodingOf(answer) is { } coding && (ContentCoding.IsIdentity(coding) || ContentCoding.IsKnown(coding)),
        _ => false,
    };

    /// <summary>Whether there is a coding to be taken off.</summary>
    public static bool IsEncoded(HttpResponseMessage answer) => CodingOf(answer) is { } coding && !ContentCoding.IsIdentity(coding);

    /// <summary>Opens an answer without its coding; reading it throws where nothing comes for too long.</summary>
    public static async Task<Stream> OpenAsync(UpstreamClient upstream, HttpResponseMessage answer, CancellationToken cancellationToken) =>
        Decode(answer, await upstream.OpenAsync(answer, cancellationToken).ConfigureAwait(false));

    /// <summary>The answer's bytes without the coding.</summary>
    public static Stream Decode(HttpResponseMessage answer, Stream body) =>
        CodingOf(answer) is { } coding && ContentCoding.IsKnown(coding) ? ContentCoding.Decode(body, coding) : body;

    /// <summary>Reads an answer whole.</summary>
    /// <exception cref="InvalidDataException">It is larger than <paramref name="maxBytes"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(UpstreamClient upstream, HttpResponseMessage answer, int maxBytes, CancellationToken cancellationToken)
    {
        await using Stream stream = await OpenAsync(upstream, answer, cancellationToken).ConfigureAwait(false);
        using var body = new MemoryStream((int)Math.Clamp(answer.Content.Headers.ContentLength ?? 0, 0, maxBytes));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(32 << 10);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                body.Write(buffer, 0, read);
                if (body.Length > maxBytes)
                {
                    throw new InvalidDataException($"The answer is larger than {maxBytes} bytes.");
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static string? CodingOf(HttpResponseMessage answer) => answer.Content.Headers.ContentEncoding.FirstOrDefault();
}
