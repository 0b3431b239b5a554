using Headroom.Compression.Pooling;
using Headroom.Compression.Sequences;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Search;

/// <summary>
/// The lossless form of search hits: a path once, below it its rows; hits that differ in counting numbers only as one
/// template. One header line explains the notation, and from it the block can be rebuilt byte for byte.
/// </summary>
internal static class GroupedSearch
{
    /// <summary>Writes the lossless form; <c>null</c> where it is not shorter.</summary>
    public static byte[]? Write(ReadOnlySpan<byte> content, SearchBlock block, CancellationToken cancellationToken)
    {
        PathWriter paths = PathWriter.For(content, block);
        using PooledList<Extent> extents = block.Extents();
        ReadOnlySpan<Extent> units = extents.AsSpan();
        using var rows = new Utf8Text(content.Length / 2);
        var run = new NumberedRun();
        bool hasRuns = false;
        bool hasOthers = false;
        int file = -1;
        int streakEnd = 0;
        for (int i = 0; i < units.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SearchLine line = block.Lines[i];
            streakEnd = Math.Max(streakEnd, i);
            while (streakEnd < units.Length && block.Lines[streakEnd].Kind == SearchLineKind.Hit)
            {
                streakEnd++;
            }

            if (line.Kind == SearchLineKind.Hit && run.TryRead(content, units[i..streakEnd]))
            {
                rows.Append("×"u8).Append(run.Count).Append(" "u8);
                run.Write(content, rows);
                i += run.Count - 1;
                file = -1;
                hasRuns = true;
            }
            else if (line.IsFound)
            {
                if (line.File != file)
                {
                    file = line.File;
                    paths.Write(content, block, file, rows);
                    rows.Append("\n"u8);
                }

                // Without a number the separator itself begins the row.
                rows.Append(content[(line.RowStart == line.TextStart ? line.RowStart - 1 : line.RowStart)..line.End]);
            }
            else
            {
                ReadOnlySpan<byte> text = content[line.Start..line.End];
                bool isFrame = text.IsEmpty || text.SequenceEqual("--"u8);
                rows.Append(isFrame ? default : "|"u8).Append(text);
                hasOthers |= !isFrame;
            }

            rows.Append(units[Math.Min(i, units.Length - 1)].End < content.Length ? "\n"u8 : default);
        }

        if (rows.Length >= content.Length)
        {
            return null;
        }

        ReadOnlySpan<byte> shared = paths.Base(content, block);
        using var output = new Utf8Text(rows.Length + 512);
        output.Append("[Search results without loss, each path once: a row \"12:text\" is a line \"path:12:text\" of the path above; "u8);
        output.Append("a path without a slash is in the directory of the one before"u8);
        output.Append(hasRuns ? "; \"×9\" stands for 9 lines in which <1…9> counts, with ↻ again and again"u8 : default);
        output.Append(hasOthers ? "; \"|\" begins any other line"u8 : default);
        output.Append(shared.IsEmpty ? default : "; paths begin with "u8).Append(shared).Append("]\n"u8);
        return output.Append(rows.WrittenSpan).ToArray();
    }
}
