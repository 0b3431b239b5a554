using Headroom.Compression.Pooling;
using Headroom.Compression.Sequences;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Search;

/// <summary>The runs of a block, in order, and how each is written; the numbers in its paths follow from their position.</summary>
internal sealed class SearchRuns : IDisposable
{
    private readonly PooledList<SearchRun> _runs = new(64);
    private readonly Utf8Text _texts = new(1024);

    // Per line one more than the number of the run that begins there.
    private readonly PooledList<int> _at;

    private SearchRuns(int lineCount) => _at = PooledList<int>.OfDefaults(lineCount);

    /// <value>The runs.</value>
    public ReadOnlySpan<SearchRun> All => _runs.AsSpan();

    /// <summary>Finds the runs of a block.</summary>
    public static SearchRuns Find(ReadOnlySpan<byte> content, SearchBlock block, CancellationToken cancellationToken)
    {
        ReadOnlySpan<SearchLine> lines = block.Lines.AsSpan();
        using PooledList<Extent> extents = block.Extents();
        ReadOnlySpan<Extent> units = extents.AsSpan();
        var found = new SearchRuns(lines.Length);
        var run = new NumberedRun();
        for (int start = 0; start < units.Length;)
        {
            int end = start;
            while (end < units.Length && lines[end].Kind == SearchLineKind.Hit)
            {
                end++;
            }

            for (int i = start; i < end;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                bool isRun = run.TryRead(content, units[i..end], lines[i].RowStart - lines[i].Start);
                if (isRun)
                {
                    bool isInOneFile = lines[i].File == lines[i + run.Count - 1].File && lines[i].File == lines[i + 1].File;
                    found.Add(content, run, i, isInOneFile, isInOneFile ? lines[i].RowStart : lines[i].Start);
                }

                i += isRun ? run.Count : 1;
            }

            start = end + 1;
        }

        return found;
    }

    /// <summary>The run that begins with a line.</summary>
    public bool TryFind(int line, out SearchRun run)
    {
        int number = _at[line] - 1;
        run = number < 0 ? default : _runs[number];
        return number >= 0;
    }

    /// <summary>Writes a run.</summary>
    public void Write(SearchRun run, Utf8Text output) =>
        output.Append("×"u8).Append(run.Count).Append(" "u8).Append(run.Text.Of(_texts.WrittenSpan)).Append("\n"u8);

    /// <inheritdoc/>
    public void Dispose()
    {
        _runs.Dispose();
        _texts.Dispose();
        _at.Dispose();
    }

    private void Add(ReadOnlySpan<byte> content, NumberedRun run, int first, bool isInOneFile, int from)
    {
        int start = _texts.Length;
        run.Write(content, _texts, from);
        _runs.Add(new SearchRun(first, run.Count, isInOneFile, new Extent(start, _texts.Length)));
        _at[first] = _runs.Count;
    }
}
