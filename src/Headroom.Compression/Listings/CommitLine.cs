using System.Buffers;

namespace Headroom.Compression.Listings;

/// <summary>Recognises the lines of <c>git log</c>.</summary>
internal static class CommitLine
{
    private const int FullHash = 40;
    private const int MinHash = 7;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>Whether a line is <c>commit 1a2b…</c>, maybe with names of branches behind it.</summary>
    public static bool IsCommit(ReadOnlySpan<byte> line) =>
        line.StartsWith("commit "u8) && HashLength(line[7..]) == FullHash && (line.Length == 7 + FullHash || line[7 + FullHash] == ' ');

    /// <summary>The length of the abbreviated hash that a line of <c>git log --oneline</c> begins with; 0 where it does not.</summary>
    public static int ShortHash(ReadOnlySpan<byte> line)
    {
        int length = HashLength(line);
        bool isHash = length is >= MinHash and <= FullHash && line[..length].ContainsAnyInRange((byte)'0', (byte)'9');
        return isHash && line.Length > length + 1 && line[length] == ' ' ? length : 0;
    }

    private static int HashLength(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAnyExcept(HexDigits);
        return length < 0 ? text.Length : length;
    }
}
