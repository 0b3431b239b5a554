using Headroom.Compression.Markers;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Diffs;

/// <summary>
/// The sampled form of a diff, in its order: every file and every hunk header as it stands, chosen lines below, and where lines are
/// left out a stamp that says how many of which kind; totals first, a marker last.
/// </summary>
internal sealed class SampledDiff : IDisposable
{
    private readonly DiffBlock _block;
    private readonly DiffSelection _selection;
    private readonly Utf8Text _output;
    private int _shown;

    private SampledDiff(DiffBlock block, DiffSelection selection, int capacity)
    {
        _block = block;
        _selection = selection;
        _output = new Utf8Text(capacity);
    }

    /// <summary>Writes the sampled form; <c>null</c> where it leaves nothing out.</summary>
    public static byte[]? Write(
        ReadOnlySpan<byte> content, DiffBlock block, DiffSelection selection, MarkerHash marker, CancellationToken cancellationToken, out int shown)
    {
        using var sampled = new SampledDiff(block, selection, content.Length / 3);
        byte[] output = sampled.Write(content, marker, cancellationToken);
        shown = sampled._shown;
        return shown == block.Kinds.Length ? null : output;
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Dispose();

    private byte[] Write(ReadOnlySpan<byte> content, MarkerHash marker, CancellationToken cancellationToken)
    {
        WriteHeader();
        int done = 0;
        int hunk = 0;
        foreach (DiffFile file in _block.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteLines(content, done, file.First, default);
            WriteFile(content, file);
            foreach (DiffHunk part in file.Hunks)
            {
                WriteLine(content, part.Header);
                WriteLines(content, part.Header + 1, part.End, _selection.Folds[hunk++]);
            }

            done = file.End;
        }

        WriteLines(content, done, _block.Kinds.Length, default);
        Marker.Write(_output, _block.Kinds.Length, "lines", _shown, marker);
        return _output.ToArray();
    }

    private void WriteHeader()
    {
        int files = _block.Files.Count;
        _output.Append("[Diff sampled: "u8).Append(files).Append(files == 1 ? " file, +"u8 : " files, +"u8);
        _output.Append(_block.Added).Append(" −"u8).Append(_block.Removed);
        _output.Append(" lines in "u8).Append(_block.HunkCount).Append(_block.HunkCount == 1 ? " hunk"u8 : " hunks"u8);
        _output.Append(", each named. \"=== path blobs mode +A −D\" is a file with its header (==+ new, ==- deleted); "u8);
        _output.Append("\"… −2 +3 =4\" leaves out removed, added and context lines, which hunk headers still count]\n"u8);
    }

    private void WriteFile(ReadOnlySpan<byte> content, DiffFile file)
    {
        if (GitHeader.TryRead(content, _block, file, out GitHeader header))
        {
            header.Write(content, _output);
            _shown += file.HeaderEnd - file.First;
        }
        else
        {
            WriteLines(content, file.First, file.HeaderEnd, default);
            _output.Append("==="u8);
        }

        _output.Append(" +"u8).Append(file.Added).Append(" −"u8).Append(file.Removed).Append("\n"u8);
    }

    // Lines that are shown, and stamps between them.
    private void WriteLines(ReadOnlySpan<byte> content, int first, int end, HunkFold fold)
    {
        Span<int> counts = stackalloc int[(int)DiffLineKind.NoNewline + 1];
        for (int i = first; i < end;)
        {
            if (_selection.IsShown(i))
            {
                WriteLine(content, i++);
                continue;
            }

            int next = i;
            counts.Clear();
            while (next < end && !_selection.IsShown(next))
            {
                counts[(int)_block.Kinds[next++]]++;
            }

            WriteStamp(content, counts, i == first ? fold : default);
            i = next;
        }
    }

    private void WriteStamp(ReadOnlySpan<byte> content, ReadOnlySpan<int> counts, HunkFold fold)
    {
        _output.Append("…"u8);
        Append(counts[(int)DiffLineKind.Removed], " −"u8);
        Append(counts[(int)DiffLineKind.Added], " +"u8);
        Append(counts[(int)DiffLineKind.Context] + counts[(int)DiffLineKind.NoNewline], " ="u8);
        Append(counts[(int)DiffLineKind.Other], " lines "u8);
        switch (fold.Kind)
        {
            case HunkFoldKind.Generated:
                _output.Append(" generated"u8);
                break;
            case HunkFoldKind.WhiteSpace:
                _output.Append(" only white space"u8);
                break;
            case HunkFoldKind.Repeated:
                _output.Append(" same as "u8).Append(_block.Lines[content, fold.Earlier - 1]);
                break;
            default:
                break;
        }

        _output.Append("\n"u8);
    }

    private void Append(int count, ReadOnlySpan<byte> sign)
    {
        if (count > 0)
        {
            _output.Append(sign).Append(count);
        }
    }

    private void WriteLine(ReadOnlySpan<byte> content, int line)
    {
        _output.Append(_block.Lines[content, line]).Append("\n"u8);
        _shown++;
    }
}
