using System.ComponentModel.DataAnnotations;

namespace Headroom.Context.Turns;

/// <summary>Bounds of the turn pipeline.</summary>
public sealed class TurnOptions
{
    /// <summary>
    /// What finding the lineage and bringing back its outputs may take. Giving up here sends history raw that went upstream
    /// compressed, and costs the provider's cache; so it is patient, but only once: after a failure it waits no longer than
    /// <see cref="Budget"/> until the store has answered again.
    /// </summary>
    /// <value>The default is 2 seconds.</value>
    public TimeSpan HistoryLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What compressing and storing new blocks may take together; what is not done by then goes raw.</summary>
    /// <value>The default is 400 ms.</value>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>What committing may take once everything is stored; an outcome that is not known by then is worse than waiting.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan CommitLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a block waits for somebody else who is compressing the same content, at most; and never more than half of
    /// <see cref="Budget"/>, so that the rest is left to do it here.
    /// </summary>
    /// <value>The default is 4 seconds: half of the budget decides.</value>
    public TimeSpan SharingPatience { get; init; } = TimeSpan.FromSeconds(4);

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
