using System.Buffers;

namespace Headroom.Compression.Logs;

/// <summary>
/// Recognises a request that a server failed to answer, whatever level the line has: a status of 500 to 599 behind the
/// request line of an access log (<c>HTTP/1.1" 503</c>) or in a field (<c>status=503</c>, <c>"statusCode": 503</c>).
/// </summary>
internal static class HttpStatus
{
    private static readonly SearchValues<byte> Assignment = SearchValues.Create("=: \""u8);

    /// <summary>Whether a line reports a server error.</summary>
    public static bool IsServerError(ReadOnlySpan<byte> line) =>
        Follows(line, "HTTP/"u8, afterRequestLine: true) || Follows(line, "tatus"u8, afterRequestLine: false);

    private static bool Follows(ReadOnlySpan<byte> line, ReadOnlySpan<byte> key, bool afterRequestLine)
    {
        for (int at; (at = line.IndexOf(key)) >= 0;)
        {
            line = line[(at + key.Length)..];
            ReadOnlySpan<byte> rest = afterRequestLine ? BehindQuote(line) : BehindAssignment(line);
            if (rest.Length >= 3 && rest[0] == '5' && char.IsAsciiDigit((char)rest[1]) && char.IsAsciiDigit((char)rest[2])
                && (rest.Length == 3 || !(char.IsAsciiLetterOrDigit((char)rest[3]) || rest[3] == '.')))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> BehindQuote(ReadOnlySpan<byte> text)
    {
        int quote = text[..Math.Min(text.Length, 4)].IndexOf((byte)'"');
        return quote < 0 || quote + 2 > text.Length ? default : text[(quote + 2)..];
    }

    private static ReadOnlySpan<byte> BehindAssignment(ReadOnlySpan<byte> text)
    {
        text = text.StartsWith("Code"u8) || text.StartsWith("_code"u8) ? text[(text[0] == '_' ? 5 : 4)..] : text;
        int value = text.IndexOfAnyExcept(Assignment);
        return value is <= 0 or > 4 || !text[..value].ContainsAny((byte)'=', (byte)':') ? default : text[value..];
    }
}
