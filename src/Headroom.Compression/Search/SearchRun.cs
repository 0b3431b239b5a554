using Headroom.Compression.Sequences;

namespace Headroom.Compression.Search;

/// <summary>Neighbouring hits that differ in their numbers only.</summary>
/// <param name="First">The first line.</param>
/// <param name="Count">How many there are.</param>
/// <param name="IsInOneFile">Whether all are of one file.</param>
/// <param name="Text">Where they stand as one template in <see cref="SearchRuns"/>: the rows of one file, else the lines.</param>
internal readonly record struct SearchRun(int First, int Count, bool IsInOneFile, Extent Text)
{
    /// <value>The line behind the last.</value>
    public int End => First + Count;
}
