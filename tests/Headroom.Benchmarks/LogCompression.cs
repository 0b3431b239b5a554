using BenchmarkDotNet.Attributes;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Logs;
using Headroom.Compression.Markers;
using Headroom.Compression.Tokens;

namespace Headroom.Benchmarks;

/// <summary>Folding and sampling a service's log.</summary>
[MemoryDiagnoser]
public class LogCompression
{
    private static readonly CompressionProfile Profile = new() { Id = "benchmark/1", Counter = TokenCounters.O200k, MayOmit = true };
    private byte[] _log = [];

    [Params(10_000, 1_000_000, 10_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        _log = Inputs.Of("log", Bytes);
        TokenCounters.Warm();
    }

    [Benchmark(Baseline = true)]
    public int Folded() => Propose(null).Count;

    [Benchmark]
    public int FoldedAndSampled() => Propose(MarkerHash.FromKeyedHash("a keyed hash"u8)).Count;

    private IReadOnlyList<Proposal> Propose(MarkerHash? marker) =>
        new LogCompressor().Propose(_log, new BlockContext(null, Anchors.None, marker), Profile, CancellationToken.None);
}
