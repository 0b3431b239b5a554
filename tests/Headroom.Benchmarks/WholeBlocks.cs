using BenchmarkDotNet.Attributes;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Tokens;

namespace Headroom.Benchmarks;

/// <summary>What a request pays for a block: detection alone, and detection, every form, counting and acceptance.</summary>
[MemoryDiagnoser]
public class WholeBlocks
{
    private readonly BlockCompressor _compressor = new(CompressionProfiles.Aggressive);
    private byte[] _block = [];

    public static IReadOnlyList<string> Kinds => Inputs.Kinds;

    [ParamsSource(nameof(Kinds))]
    public string Kind { get; set; } = "json";

    [Params(1_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        _block = Inputs.Of(Kind, Bytes);
        TokenCounters.Warm();
    }

    [Benchmark]
    public ContentKind Detected() => ContentDetector.Detect(_block);

    [Benchmark(Baseline = true)]
    public int Compressed() => _compressor
        .Compress(_block, new BlockContext(null, Anchors.FromQuestion("Which request failed in block 77?"), MarkerHash.FromKeyedHash("a keyed hash"u8))).TokensAfter;
}
