using System.Buffers;

namespace Headroom.Compression.Listings;

/// <summary>Tells lists of files by what stands on their lines.</summary>
internal static class ListingEvidence
{
    private const int SampleLines = 200;
    private const int MinLines = 8;

    private static readonly SearchValues<byte> UnlikelyBytes = SearchValues.Create("<>\"'();=,"u8);

    /// <summary>What kind of list a block is; <see cref="ListingShape.None"/> where it is none.</summary>
    public static ListingShape Shape(ReadOnlySpan<byte> content) =>
        TreeArt.Looks(content) ? ListingShape.Tree
        : LongListing.Looks(content) ? ListingShape.Long
        : LooksLikeCommits(content) ? ListingShape.Commits
        : LooksLikeOneline(content) ? ListingShape.Oneline
        : LooksLikePaths(content) ? ListingShape.Paths
        : ListingShape.None;

    // A commit's line, then its author; and another one or the totals of --stat, so that one message alone stays as it is.
    private static bool LooksLikeCommits(ReadOnlySpan<byte> content)
    {
        int end = content.IndexOf((byte)'\n');
        return end > 0 && CommitLine.IsCommit(content[..end].TrimEnd((byte)'\r')) && content[(end + 1)..].IndexOf("Author: "u8) is >= 0 and < 200
            && content[end..].IndexOf("\ncommit "u8) > 0;
    }

    private static bool LooksLikeOneline(ReadOnlySpan<byte> content)
    {
        int lines = 0;
        int commits = 0;
        while (!content.IsEmpty && lines < SampleLines)
        {
            int end = content.IndexOf((byte)'\n');
            commits += CommitLine.ShortHash(end < 0 ? content : content[..end]) > 0 ? 1 : 0;
            content = end < 0 ? default : content[(end + 1)..];
            lines++;
        }

        return commits >= MinLines && commits * 10 >= lines * 9;
    }

    private static bool LooksLikePaths(ReadOnlySpan<byte> content)
    {
        int lines = 0;
        int paths = 0;
        int below = 0;
        int named = 0;
        while (!content.IsEmpty && lines < SampleLines)
        {
            int end = content.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (end < 0 ? content : content[..end]).TrimEnd((byte)'\r');
            content = end < 0 ? default : content[(end + 1)..];
            if (line.IsEmpty)
            {
                continue;
            }

            lines++;
            int slash = line.IndexOfAny((byte)'/', (byte)'\\');
            bool isPath = PathSections.IsPath(line, slash >= 0 ? line[slash] : (byte)'/') && !line.ContainsAny(UnlikelyBytes)
                && line.IndexOf("://"u8) < 0 && line.IndexOfAnyInRange((byte)'A', (byte)'z') >= 0;
            paths += isPath ? 1 : 0;
            below += isPath && slash >= 0 ? 1 : 0;
            named += isPath && line.LastIndexOf((byte)'.') > 0 ? 1 : 0;
        }

        return lines >= MinLines && paths * 10 >= lines * 9 && below * 10 >= lines * 6 && named * 10 >= lines * 3;
    }
}
