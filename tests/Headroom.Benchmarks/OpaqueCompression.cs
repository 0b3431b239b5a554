using BenchmarkDotNet.Attributes;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Opaque;

namespace Headroom.Benchmarks;

/// <summary>Base64 recognised and cut; bytes over the mean time are the throughput.</summary>
[MemoryDiagnoser]
public class OpaqueCompression
{
    private byte[] _base64 = [];

    [Params(10_000, 1_000_000, 10_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        byte[] bytes = new byte[Bytes * 3 / 4];
        new Random(42).NextBytes(bytes);
        _base64 = System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes));
    }

    [Benchmark]
    public int Ends() =>
        new OpaqueCompressor().Propose(_base64, new BlockContext(null, Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8)), CompressionProfiles.Balanced, CancellationToken.None).Count;
}
