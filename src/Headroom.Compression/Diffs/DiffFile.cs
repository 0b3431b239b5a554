namespace Headroom.Compression.Diffs;

/// <summary>A file of a diff, as line numbers of the block.</summary>
internal sealed class DiffFile
{
    /// <value>The first line of its header.</value>
    public required int First { get; init; }

    /// <value>The line behind its header.</value>
    public int HeaderEnd { get; set; }

    /// <value>The line behind its last.</value>
    public int End { get; set; }

    /// <value>Its hunks, in order.</value>
    public List<DiffHunk> Hunks { get; } = [];

    /// <value>Lines that only the new side has.</value>
    public int Added { get; set; }

    /// <value>Lines that only the old side has.</value>
    public int Removed { get; set; }
}

/// <summary>A hunk, as line numbers of the block.</summary>
/// <param name="Header">The line of its header.</param>
/// <param name="End">The line behind its last.</param>
internal readonly record struct DiffHunk(int Header, int End);
