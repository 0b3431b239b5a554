using Headroom.Compression.Code.Lexing;

namespace Headroom.Compression.Code.Outlining;

/// <summary>Reads what a statement raises.</summary>
internal static class ErrorPaths
{
    private const int MaxNameBytes = 64;

    /// <summary>Adds the error behind a keyword that raises one; the keyword itself where it names none.</summary>
    public static void Read(ReadOnlySpan<byte> utf8, in CodeToken keyword, List<ErrorPath> paths)
    {
        int start = Skip(utf8, keyword.End);
        if (utf8[start..].StartsWith("new "u8))
        {
            start = Skip(utf8, start + 4);
        }

        int end = start;
        int limit = Math.Min(utf8.Length, start + MaxNameBytes);
        while (end < limit && (char.IsAsciiLetterOrDigit((char)utf8[end]) || utf8[end] is (byte)'_' or (byte)'.' or (byte)':'))
        {
            end++;
        }

        while (end > start && utf8[end - 1] is (byte)'.' or (byte)':')
        {
            end--;
        }

        bool isName = end > start && char.IsAsciiLetterUpper((char)utf8[utf8[start..end].LastIndexOfAny((byte)'.', (byte)':') + 1 + start]);
        paths.Add(new ErrorPath(keyword.Start, isName ? start..end : keyword.Start..keyword.End));
    }

    private static int Skip(ReadOnlySpan<byte> utf8, int position)
    {
        while (position < utf8.Length && utf8[position] is (byte)' ' or (byte)'\t')
        {
            position++;
        }

        return position;
    }
}
