namespace Headroom.Compression.Search;

/// <summary>What a line of a search tool's output is.</summary>
internal enum SearchLineKind : byte
{
    /// <summary>Something else: it stays as it stands.</summary>
    Other,

    /// <summary>A line that was searched for.</summary>
    Hit,

    /// <summary>A line beside a hit.</summary>
    Context,

    /// <summary><c>--</c> or an empty line between groups, or the path above them.</summary>
    Frame,
}

/// <summary>A line of a search tool's output, taken apart.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="File">The number of its file, in order of first appearance; -1 where it has none.</param>
/// <param name="Start">Where the line starts.</param>
/// <param name="RowStart">Where what follows the path starts: the line number, or the text where there is none.</param>
/// <param name="TextStart">Where the text of the found line starts.</param>
/// <param name="End">Where the line ends, before its LF.</param>
internal readonly record struct SearchLine(SearchLineKind Kind, int File, int Start, int RowStart, int TextStart, int End)
{
    /// <value>Whether it comes from a searched file.</value>
    public bool IsFound => Kind is SearchLineKind.Hit or SearchLineKind.Context;
}
