using Headroom.Evals.Workloads;

namespace Headroom.Evals.Measuring;

/// <summary>What became of a workload.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Bytes">The length of its messages, UTF-8.</param>
/// <param name="TokensBefore">Tokens of their texts.</param>
/// <param name="TokensAfter">Tokens of what would be sent instead, markers included.</param>
/// <param name="Elapsed">How long it took: the median of the runs.</param>
/// <param name="MissingNeedles">The needles that are not to be read in what would be sent.</param>
/// <param name="Originals">How many originals were left out in part.</param>
/// <param name="LostOriginals">How many of those did not come back byte for byte.</param>
public sealed record WorkloadResult(
    Workload Workload, long Bytes, long TokensBefore, long TokensAfter, TimeSpan Elapsed, IReadOnlyList<string> MissingNeedles, int Originals, int LostOriginals)
{
    /// <value>The share of the tokens that need not be sent.</value>
    public double Saved => TokensBefore == 0 ? 0 : 1 - ((double)TokensAfter / TokensBefore);

    /// <value>Megabytes in a second.</value>
    public double MegabytesPerSecond => Bytes / 1e6 / Elapsed.TotalSeconds;

    /// <value>Whether everything that was promised is kept.</value>
    public bool IsKept => MissingNeedles.Count == 0 && LostOriginals == 0 && Saved >= (Workload.LeastSaved ?? 0);
}
