using BenchmarkDotNet.Attributes;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Json;
using Headroom.Compression.Markers;

namespace Headroom.Benchmarks;

/// <summary>Records as tables, complete and sampled.</summary>
[MemoryDiagnoser]
public class JsonCompression
{
    private byte[] _json = [];

    [Params(10_000, 1_000_000, 10_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Generate() => _json = Inputs.Of("json", Bytes);

    [Benchmark(Baseline = true)]
    public int Lossless() => Propose(null).Count;

    [Benchmark]
    public int LosslessAndSampled() => Propose(MarkerHash.FromKeyedHash("a keyed hash"u8)).Count;

    private IReadOnlyList<Proposal> Propose(MarkerHash? marker) =>
        new JsonCompressor().Propose(_json, new BlockContext(null, Anchors.None, marker), CompressionProfiles.Balanced, CancellationToken.None);
}
