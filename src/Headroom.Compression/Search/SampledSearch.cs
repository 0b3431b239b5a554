using Headroom.Compression.Markers;
using Headroom.Compression.Pooling;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Search;

/// <summary>
/// The sampled form of search hits: every file with its number of hits, below it the chosen ones as they stand; hits that differ
/// in numbers only as one template; a marker at the end.
/// </summary>
internal sealed class SampledSearch : IDisposable
{
    private const int MaxOthers = 30;

    private readonly SearchBlock _block;
    private readonly HitSelection _selection;
    private readonly PathWriter _paths;
    private readonly Utf8Text _output;
    private readonly PooledList<int> _counts;
    private readonly PooledList<int> _errors;
    private readonly PooledList<int> _rowStarts;
    private readonly PooledList<int> _rows;
    private bool _isInPaths;
    private bool _isCut;
    private bool _hasPaths;
    private bool _hasRepeats;
    private int _shownHits;
    private int _shownContext;
    private int _others;

    private SampledSearch(ReadOnlySpan<byte> content, SearchBlock block, HitSelection selection)
    {
        _block = block;
        _selection = selection;
        _paths = PathWriter.For(content, block);
        _output = new Utf8Text(Math.Min(content.Length, 65_536));
        _counts = PooledList<int>.OfDefaults(block.FileCount);
        _errors = PooledList<int>.OfDefaults(block.FileCount);
        using var acrossFiles = PooledList<bool>.OfDefaults(block.Lines.Count);
        foreach (SearchRun run in selection.Runs.All)
        {
            if (!run.IsInOneFile)
            {
                acrossFiles.AsSpan()[run.First..run.End].Fill(true);
            }
        }

        (_rowStarts, _rows) = GroupRows(acrossFiles.AsSpan());
    }

    /// <summary>Writes the sampled form; <c>null</c> where it leaves nothing out.</summary>
    public static byte[]? Write(ReadOnlySpan<byte> content, SearchBlock block, HitSelection selection, MarkerHash marker, out int shown)
    {
        using var sampled = new SampledSearch(content, block, selection);
        byte[] output = sampled.Write(content, marker);
        shown = sampled._shownHits;
        bool isComplete = shown == block.HitCount && sampled._shownContext == block.ContextCount && !sampled._isCut && sampled._others <= MaxOthers;
        return isComplete ? null : output;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _counts.Dispose();
        _errors.Dispose();
        _rowStarts.Dispose();
        _rows.Dispose();
    }

    private byte[] Write(ReadOnlySpan<byte> content, MarkerHash marker)
    {
        for (int i = 0; i < _block.Lines.Count; i++)
        {
            SearchLine line = _block.Lines[i];
            if (line.Kind == SearchLineKind.Other)
            {
                WriteOther(content, line);
                continue;
            }

            if (_selection.Runs.TryFind(i, out SearchRun run) && !run.IsInOneFile)
            {
                WriteRunAcrossFiles(content, run);
                i = run.End - 1;
            }
            else if (line.IsFound && _counts[line.File] >= 0)
            {
                WriteFile(content, line.File);
                _counts[line.File] = -1;
            }
        }

        EndPaths();
        if (_others > MaxOthers)
        {
            _output.Append("… "u8).Append(_others - MaxOthers).Append(" more other lines\n"u8);
        }

        // The header says only what the rows need, so it is written when they are known.
        using var output = new Utf8Text(_output.Length + 512);
        WriteHeader(content, output);
        output.Append(_output.WrittenSpan);
        Marker.Write(output, _block.HitCount, "hits", _shownHits, marker);
        return output.ToArray();
    }

    private void WriteHeader(ReadOnlySpan<byte> content, Utf8Text output)
    {
        output.Append("["u8).Append(_block.HitCount).Append(" hits"u8);
        if (_block.FileCount > 1)
        {
            output.Append(" in "u8).Append(_block.FileCount).Append(" files"u8);
        }

        output.Append(", sampled"u8);
        ReadOnlySpan<byte> shared = _paths.Base(content, _block);
        output.Append(_hasPaths ? ": \"path ×9\" has 9 hits, the best stand below; "u8 : default);
        output.Append(_hasPaths ? "without a slash it is in the directory of the path before"u8 : default);
        bool hasRuns = !_selection.Runs.All.IsEmpty;
        output.Append(hasRuns ? "; \"×9 …\" sums up 9 hits: <1…9> counts, ↻ again and again, <1–9> are bounds"u8 : default);
        if (_block.ContextCount > 0)
        {
            output.Append("; "u8).Append(_block.ContextCount).Append(" context lines, shown beside shown hits"u8);
        }

        output.Append(_hasRepeats ? "; [×9]: the text of 9 hits"u8 : default);
        output.Append(_isCut ? "; …[+9]: bytes cut"u8 : default);
        output.Append(shared.IsEmpty ? default : "; paths begin with "u8).Append(shared).Append("]\n"u8);
    }

    private void WriteFile(ReadOnlySpan<byte> content, int file)
    {
        ReadOnlySpan<int> rows = _rows.AsSpan()[_rowStarts[file].._rowStarts[file + 1]];
        bool isNamed = !_block.Path(content, file).IsEmpty;
        if (rows.IsEmpty)
        {
            _output.Append(_isInPaths ? ", "u8 : default);
        }
        else
        {
            EndPaths();
        }

        if (isNamed)
        {
            _paths.Write(content, _block, file, _output);
            _output.Append(" ×"u8).Append(_counts[file]);
            _hasPaths = true;
            if (_errors[file] > 0)
            {
                _output.Append(" ("u8).Append(_errors[file]).Append(_errors[file] == 1 ? " error)"u8 : " errors)"u8);
            }
        }

        _isInPaths = rows.IsEmpty;
        if (rows.IsEmpty)
        {
            return;
        }

        _output.Append(isNamed ? "\n"u8 : default);
        foreach (int row in rows)
        {
            if (_selection.Runs.TryFind(row, out SearchRun run))
            {
                _selection.Runs.Write(run, _output);
            }

            if (_selection.IsShown(row))
            {
                WriteRow(content, row, _block.Lines[row].RowStart);
            }
        }
    }

    private void WriteRunAcrossFiles(ReadOnlySpan<byte> content, SearchRun run)
    {
        EndPaths();
        _selection.Runs.Write(run, _output);
        for (int i = run.First; i < run.End; i++)
        {
            if (_selection.IsShown(i))
            {
                WriteRow(content, i, _block.Lines[i].Start);
            }
        }
    }

    private void WriteRow(ReadOnlySpan<byte> content, int line, int from)
    {
        ReadOnlySpan<byte> row = content[from.._block.Lines[line].End].TrimEnd((byte)'\r');
        int max = _selection.MaxBytes(line);
        if (row.Length > max + (max / 4))
        {
            ReadOnlySpan<byte> head = Utf8Cut.Head(row, max);
            _output.Append(head).Append("…[+"u8).Append(row.Length - head.Length).Append("]"u8);
            _isCut = true;
        }
        else
        {
            _output.Append(row);
        }

        if (_selection.Texts.IsFirst(line) && _selection.Texts.Repeats(line) > 1)
        {
            _output.Append(" [×"u8).Append(_selection.Texts.Repeats(line)).Append("]"u8);
            _hasRepeats = true;
        }

        _output.Append("\n"u8);
        _shownHits += _block.Lines[line].Kind == SearchLineKind.Hit ? 1 : 0;
        _shownContext += _block.Lines[line].Kind == SearchLineKind.Context ? 1 : 0;
    }

    private void WriteOther(ReadOnlySpan<byte> content, SearchLine line)
    {
        if (++_others <= MaxOthers)
        {
            EndPaths();
            ReadOnlySpan<byte> text = content[line.Start..line.End].TrimEnd((byte)'\r');
            ReadOnlySpan<byte> head = Utf8Cut.Head(text, HitSelection.MaxSpecialRowBytes);
            _output.Append(head);
            if (head.Length < text.Length)
            {
                _output.Append("…[+"u8).Append(text.Length - head.Length).Append("]"u8);
                _isCut = true;
            }

            _output.Append("\n"u8);
        }
    }

    private void EndPaths()
    {
        _output.Append(_isInPaths ? "\n"u8 : default);
        _isInPaths = false;
    }

    // The rows of every file: shown lines, and runs inside it. Counts the files' hits on the way.
    private (PooledList<int> Starts, PooledList<int> Rows) GroupRows(ReadOnlySpan<bool> acrossFiles)
    {
        ReadOnlySpan<SearchLine> lines = _block.Lines.AsSpan();
        var starts = PooledList<int>.OfDefaults(_counts.Count + 1);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].IsFound && !acrossFiles[i])
            {
                starts[lines[i].File + 1] += IsRow(i) ? 1 : 0;
                _counts[lines[i].File] += lines[i].Kind == SearchLineKind.Hit ? 1 : 0;
                _errors[lines[i].File] += _selection.Texts.IsError(i) ? 1 : 0;
            }
        }

        for (int file = 0; file < _counts.Count; file++)
        {
            starts[file + 1] += starts[file];
        }

        var rows = PooledList<int>.OfDefaults(starts[_counts.Count]);
        using var next = new PooledList<int>(starts.AsSpan());
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].IsFound && !acrossFiles[i] && IsRow(i))
            {
                rows[next[lines[i].File]++] = i;
            }
        }

        return (starts, rows);
    }

    private bool IsRow(int line) => _selection.IsShown(line) || (_selection.Runs.TryFind(line, out SearchRun run) && run.IsInOneFile);
}
