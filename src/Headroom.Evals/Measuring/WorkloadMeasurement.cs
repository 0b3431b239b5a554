using System.Diagnostics;
using System.Text;
using Headroom.Context.Messages;
using Headroom.Evals.Workloads;

namespace Headroom.Evals.Measuring;

/// <summary>Runs workloads through a compressor: once to see what comes out, which warms it up, and then against the clock.</summary>
/// <param name="compressor">The compressor.</param>
/// <param name="runs">How many runs are timed, at least 1.</param>
public sealed class WorkloadMeasurement(IMessageCompressor compressor, int runs)
{
    /// <summary>Measures one.</summary>
    /// <exception cref="InvalidOperationException">The compressor gave the messages back and said why.</exception>
    public async Task<WorkloadResult> MeasureAsync(Workload workload, CancellationToken cancellationToken)
    {
        CompressionResult result = await CompressAsync(workload, cancellationToken).ConfigureAwait(false);
        var times = new TimeSpan[runs];
        for (int i = 0; i < runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await CompressAsync(workload, cancellationToken).ConfigureAwait(false);
            times[i] = Stopwatch.GetElapsedTime(start);
        }

        Array.Sort(times);
        string shown = string.Join('\n', MessageTexts.Results(result.Messages));
        return new WorkloadResult(
            workload, Encoding.UTF8.GetByteCount(workload.Messages), result.TokensBefore, result.TokensAfter, times[runs / 2],
            [.. workload.Needles.Where(needle => !shown.Contains(needle, StringComparison.Ordinal))],
            result.Hashes.Count, await LostAsync(workload, result.Hashes, cancellationToken).ConfigureAwait(false));
    }

    private async Task<CompressionResult> CompressAsync(Workload workload, CancellationToken cancellationToken)
    {
        CompressionResult result = await compressor.CompressAsync(workload.Messages, null, cancellationToken).ConfigureAwait(false);
        return result.Failure is null ? result : throw new InvalidOperationException($"{workload.Title}: {result.Failure}");
    }

    private async Task<int> LostAsync(Workload workload, IReadOnlyList<string> hashes, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> originals = MessageTexts.Results(workload.Messages);
        int lost = 0;
        foreach (string hash in hashes)
        {
            RetrievedText retrieved = await compressor.RetrieveAsync(hash, cancellationToken: cancellationToken).ConfigureAwait(false);
            lost += retrieved.IsFound && originals.Contains(retrieved.Text) ? 0 : 1;
        }

        return lost;
    }
}
