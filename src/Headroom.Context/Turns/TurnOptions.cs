using System.ComponentModel.DataAnnotations;

namespace Headroom.Context.Turns;

/// <summary>Bounds of the turn pipeline.</summary>
public sealed class TurnOptions
{
    /// <summary>What planning, compressing, storing and committing may take together; what is not done by then goes raw.</summary>
    /// <value>The default is 400 ms.</value>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Blocks of fewer bytes are left alone: they cannot win what a marker costs.</summary>
    /// <value>The default is 512 bytes.</value>
    [Range(64, 1 << 20)]
    public int MinBlockBytes { get; init; } = 512;

    /// <summary>Bytes of compressed outputs kept in memory for replay.</summary>
    /// <value>The default is 64 MiB.</value>
    [Range(0, long.MaxValue)]
    public long OutputCacheBytes { get; init; } = 64L << 20;

    /// <summary>Blocks compressed at the same time in this process.</summary>
    /// <value>The default is the number of processors.</value>
    [Range(1, 1024)]
    public int MaxParallelBlocks { get; init; } = Environment.ProcessorCount;
}
