using Headroom.Gateway.Bodies;

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

    /// <summary>The answer's bytes without the coding.</summary>
    public static Stream Decode(HttpResponseMessage answer, Stream body) =>
        CodingOf(answer) is { } coding && ContentCoding.IsKnown(coding) ? ContentCoding.Decode(body, coding) : body;

    private static string? CodingOf(HttpResponseMessage answer) => answer.Content.Headers.ContentEncoding.FirstOrDefault();
}
