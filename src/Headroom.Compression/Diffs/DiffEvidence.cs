using Headroom.Compression.Texts;

namespace Headroom.Compression.Diffs;

/// <summary>Tells a diff by what parses as one.</summary>
internal static class DiffEvidence
{
    private const int SampleBytes = 65_536;

    /// <summary>
    /// Whether a block is a diff: a file's header as git writes it, or two file names and a hunk header; and most lines behind the
    /// first of them belong to files.
    /// </summary>
    public static bool IsDiff(ReadOnlySpan<byte> content)
    {
        // Nothing is taken apart where no line begins as a diff's must.
        if (!content.StartsWith("diff -"u8) && content.IndexOf("\ndiff -"u8) < 0 && !content.StartsWith("--- "u8) && content.IndexOf("\n--- "u8) < 0)
        {
            return false;
        }

        using DiffBlock block = DiffBlock.Read(Utf8Cut.Head(content, SampleBytes));
        if (block.Files.Count == 0)
        {
            return false;
        }

        int first = block.Files[0].First;
        int inFiles = block.Files.Sum(file => file.End - file.First);
        return (block.HunkCount > 0 || block.Files.Exists(file => file.HeaderEnd - file.First > 1)) && inFiles * 2 >= block.Kinds.Length - first
            && (first <= 64 || inFiles * 2 >= block.Kinds.Length);
    }
}
