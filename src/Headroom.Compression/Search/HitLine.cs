using System.Buffers;

namespace Headroom.Compression.Search;

/// <summary>Takes a search tool's line apart.</summary>
internal static class HitLine
{
    private const int MaxPath = 1024;
    private const int MaxNumber = 10;

    private static readonly SearchValues<byte> NoPathBytes = SearchValues.Create("\0\t\"<>|*?"u8);
    private static readonly SearchValues<byte> PathSigns = SearchValues.Create("./\\"u8);
    private static readonly SearchValues<byte> Slashes = SearchValues.Create("/\\"u8);

    /// <summary>
    /// The length of the path in <c>path:12:text</c>, or -1: what stands before the first number between two colons. A drive
    /// letter's colon, and numbers in the path such as a date's, end no path; a time of day is no line number.
    /// </summary>
    public static int PathLength(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> head = line[..Math.Min(line.Length, MaxPath)];
        for (int from = 1; from < head.Length;)
        {
            int colon = head[from..].IndexOf((byte)':');
            if (colon < 0)
            {
                break;
            }

            colon += from;
            int number = NumberLength(line, colon + 1, (byte)':');
            if (number > 0 && !IsTimeOfDay(line, colon, number))
            {
                return IsPath(line[..colon]) ? colon : -1;
            }

            from = colon + 1;
        }

        return -1;
    }

    /// <summary>The length of the path in <c>path:text</c>, or -1.</summary>
    public static int UnnumberedPathLength(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> head = line[..Math.Min(line.Length, MaxPath)];
        int from = StartsWithDrive(head) ? 2 : 0;
        int colon = head[from..].IndexOf((byte)':');
        return colon > 0 && IsPath(head[..(from + colon)]) && head[..(from + colon)].IndexOf((byte)' ') < 0
            && !head[(from + colon)..].StartsWith("://"u8) ? from + colon : -1;
    }

    /// <summary>The length of the number at a position if <paramref name="separator"/> follows it, else 0.</summary>
    public static int NumberLength(ReadOnlySpan<byte> line, int at, byte separator)
    {
        int end = at;
        int limit = Math.Min(line.Length, at + MaxNumber);
        while (end < limit && char.IsAsciiDigit((char)line[end]))
        {
            end++;
        }

        return end > at && end < line.Length && line[end] == separator ? end - at : 0;
    }

    /// <summary>Whether a byte separates directories.</summary>
    public static bool IsSlash(byte value) => value is (byte)'/' or (byte)'\\';

    /// <summary>The length of a path up to and with its last separator; 0 where it has none.</summary>
    public static int DirectoryLength(ReadOnlySpan<byte> path) => path.LastIndexOfAny(Slashes) + 1;

    private static bool StartsWithDrive(ReadOnlySpan<byte> text) =>
        text.Length > 2 && text[1] == ':' && char.IsAsciiLetter((char)text[0]) && IsSlash(text[2]);

    // 10:15:30, where 15 stands between two colons.
    private static bool IsTimeOfDay(ReadOnlySpan<byte> line, int colon, int number)
    {
        int behind = colon + 1 + number + 1;
        return number == 2 && char.IsAsciiDigit((char)line[colon - 1]) && behind + 1 < line.Length
            && char.IsAsciiDigit((char)line[behind]) && char.IsAsciiDigit((char)line[behind + 1]);
    }

    private static bool IsPath(ReadOnlySpan<byte> path)
    {
        int sign = path.IndexOfAny(PathSigns);
        int space = path.IndexOf((byte)' ');
        return path.Length > 1 && (sign >= 0 || IsPlainName(path)) && path[0] is not ((byte)' ' or (byte)'[' or (byte)'{' or (byte)'(' or (byte)'\'')
            && (space < 0 || (path[..space].IndexOfAny(Slashes) is >= 0 and var slash && slash < space))
            && path.IndexOfAny(NoPathBytes) < 0 && path.IndexOfAnyInRange((byte)'A', (byte)'z') >= 0;
    }

    // Makefile, LICENSE, Dockerfile.
    private static bool IsPlainName(ReadOnlySpan<byte> path) =>
        char.IsAsciiLetterUpper((char)path[0]) && path.Length <= 32 && !path.ContainsAnyExceptInRange((byte)'A', (byte)'z');
}
