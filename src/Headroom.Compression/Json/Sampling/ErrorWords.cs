using System.Buffers;
using System.Text;

namespace Headroom.Compression.Json.Sampling;

/// <summary>Recognises by its words that a text reports an error.</summary>
internal static class ErrorWords
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "error", "fail", "exception", "fatal", "panic", "critical", "traceback", "refused", "timeout", "timed out", "denied",
            "crash", "unhandled", "segfault", "aborted", "out of memory", "oomkilled", "unreachable", "corrupt", "rejected",
            "unauthorized", "forbidden", "deadlock", "stack trace", "outage", "anomal",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an error is reported; names of files and identifiers that hold such a word do not count.</summary>
    public static bool IsIn(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < 4)
        {
            return false;
        }

        char[] rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            ReadOnlySpan<char> text = rented.AsSpan(0, Encoding.UTF8.GetChars(utf8, rented));
            while (true)
            {
                int at = text.IndexOfAny(Words);
                if (at < 0)
                {
                    return false;
                }

                int end = at + 1;
                while (end < text.Length && char.IsAsciiLetter(text[end]))
                {
                    end++;
                }

                if (!IsName(text, at, end) && !IsDenied(text[..at]))
                {
                    return true;
                }

                text = text[end..];
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static bool IsName(ReadOnlySpan<char> text, int at, int end)
    {
        if (!char.IsAsciiLetterLower(text[at]))
        {
            return false;
        }

        bool isAfterSign = at > 0 && text[at - 1] is '/' or '_' or '.' or '-';
        bool isBeforeSign = end < text.Length && (text[end] is '/' or '_' or '(' || (text[end] is '.' or '-' && end + 1 < text.Length && char.IsAsciiLetter(text[end + 1])));
        return isAfterSign || isBeforeSign;
    }

    private static bool IsDenied(ReadOnlySpan<char> before) =>
        before.EndsWith(" 0 ") || before is "0 " || before.EndsWith("no ", StringComparison.OrdinalIgnoreCase) || before.EndsWith("without ", StringComparison.OrdinalIgnoreCase);
}
