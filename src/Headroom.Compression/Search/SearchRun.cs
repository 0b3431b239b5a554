using Headroom.Compression.Pooling;
using Headroom.Compression.Sequences;

namespace Headroom.Compression.Search;

/// <summary>Neighbouring hits that differ in their numbers only.</summary>
/// <param name="First">The first line.</param>
/// <param name="Numbers">The lines as one template; the numbers in its paths follow from their position.</param>
/// <param name="IsInOneFile">Whether all are of one file.</param>
internal sealed record SearchRun(int First, NumberedRun Numbers, bool IsInOneFile)
{
    /// <value>The line behind the last.</value>
    public int End => First + Numbers.Count;

    /// <summary>Finds the runs of a block, in order.</summary>
    public static List<SearchRun> Find(ReadOnlySpan<byte> content, SearchBlock block, CancellationToken cancellationToken)
    {
        Span<SearchLine> lines = block.Lines.AsSpan();
        using PooledList<Extent> extents = block.Extents();
        ReadOnlySpan<Extent> units = extents.AsSpan();
        var runs = new List<SearchRun>();
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
                NumberedRun? run = NumberedRun.Read(content, units[i..end], lines[i].RowStart - lines[i].Start);
                if (run is not null)
                {
                    runs.Add(new SearchRun(i, run, lines[i].File == lines[i + run.Count - 1].File && lines[i].File == lines[i + 1].File));
                }

                i += run?.Count ?? 1;
            }

            start = end + 1;
        }

        return runs;
    }
}
