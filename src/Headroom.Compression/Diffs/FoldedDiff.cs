using Headroom.Compression.Sequences;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Diffs;

/// <summary>
/// The lossless form of a diff: git's file headers as one line each, and neighbouring files that differ in counting numbers only as one
/// template. A header line explains the notation, and from it the block can be rebuilt byte for byte.
/// </summary>
internal static class FoldedDiff
{
    /// <summary>Writes the lossless form; <c>null</c> where it is not shorter or a line could be taken for its notation.</summary>
    public static byte[]? Write(ReadOnlySpan<byte> content, DiffBlock block, CancellationToken cancellationToken)
    {
        if (!IsNotationFree(content, block))
        {
            return null;
        }

        var units = new Extent[block.Files.Count];
        for (int i = 0; i < units.Length; i++)
        {
            units[i] = Unit(content, block, block.Files[i]);
        }

        using var rows = new Utf8Text(content.Length);
        var run = new NumberedRun();
        bool hasRuns = false;
        bool hasHeaders = false;
        int done = 0;
        int end = 0;
        for (int i = 0; i < units.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            DiffFile file = block.Files[i];
            end = Math.Max(end, i + 1);
            while (end < units.Length && block.Files[end].First == block.Files[end - 1].End)
            {
                end++;
            }

            rows.Append(block.Lines.Verbatim(content, done, file.First));
            if (run.TryRead(content, units.AsSpan(i..end)))
            {
                rows.Append("×"u8).Append(run.Count).Append(" "u8).Append(file.End - file.First).Append("\n"u8);
                run.Write(content, rows);
                i += run.Count - 1;
                done = block.Files[i].End;
                rows.Append(content[units[i].End..block.Lines.Start(done)]);
                hasRuns = true;
            }
            else if (GitHeader.TryRead(content, block, file, out GitHeader header) && !HasCarriageReturn(content, block, file))
            {
                header.Write(content, rows);
                rows.Append("\n"u8);
                done = file.HeaderEnd;
                hasHeaders = true;
            }
            else
            {
                rows.Append(block.Lines.Verbatim(content, file.First, file.HeaderEnd));
                done = file.HeaderEnd;
            }
        }

        rows.Append(block.Lines.Verbatim(content, done, block.Lines.Count));
        if (rows.Length >= content.Length)
        {
            return null;
        }

        using var output = new Utf8Text(rows.Length + 512);
        output.Append("[Diff without loss"u8);
        output.Append(hasHeaders ? ": \"=== path blobs mode\" is git's header of a file, with ==+ of a new and ==- of a deleted one"u8 : default);
        output.Append(hasRuns ? (hasHeaders ? "; "u8 : ": "u8) : default);
        output.Append(hasRuns ? "\"×9 5\" is 9 files of 5 lines in which <1…9> counts"u8 : default);
        return output.Append("]\n"u8).Append(rows.WrittenSpan).ToArray();
    }

    private static Extent Unit(ReadOnlySpan<byte> content, DiffBlock block, DiffFile file)
    {
        int end = block.Lines.Start(file.End);
        return new Extent(block.Lines.Start(file.First), end > 0 && content[end - 1] == '\n' ? end - 1 : end);
    }

    // A header with CR LF is written as it stands.
    private static bool HasCarriageReturn(ReadOnlySpan<byte> content, DiffBlock block, DiffFile file) =>
        block.Lines.Verbatim(content, file.First, file.HeaderEnd).Contains((byte)'\r') || content[block.Lines.Start(file.HeaderEnd) - 1] != '\n';

    // Inside hunks lines begin with a sign of their own; anywhere else none may begin like ours.
    private static bool IsNotationFree(ReadOnlySpan<byte> content, DiffBlock block)
    {
        for (int i = 0; i < block.Kinds.Length; i++)
        {
            if (block.Kinds[i] == DiffLineKind.Other)
            {
                ReadOnlySpan<byte> line = block.Lines[content, i];
                if (line.StartsWith("=="u8) || line.StartsWith("×"u8))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
