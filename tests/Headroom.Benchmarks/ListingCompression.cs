using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Listings;
using Headroom.Compression.Markers;

namespace Headroom.Benchmarks;

/// <summary>Writing a list of paths as a tree; bytes over the mean time are the throughput.</summary>
[MemoryDiagnoser]
public class ListingCompression
{
    private byte[] _sorted = [];
    private byte[] _unsorted = [];

    [Params(10_000, 1_000_000, 10_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        var paths = new List<string>();
        for (int i = 0, bytes = 0; bytes < Bytes; i++)
        {
            paths.Add(string.Create(CultureInfo.InvariantCulture, $"src/Area{i / 900}/Company.Product.Part{i / 30}/Handlers/Handler{i * 7 % 30}Of{i}.{(i % 9 == 0 ? "md" : "cs")}"));
            bytes += paths[^1].Length + 1;
        }

        _unsorted = Encoding.UTF8.GetBytes(string.Join('\n', paths));
        paths.Sort(string.CompareOrdinal);
        _sorted = Encoding.UTF8.GetBytes(string.Join('\n', paths));
    }

    [Benchmark(Baseline = true)]
    public int Sorted() => Propose(_sorted).Count;

    [Benchmark]
    public int Unsorted() => Propose(_unsorted).Count;

    private static IReadOnlyList<Proposal> Propose(byte[] content) =>
        new ListingCompressor().Propose(content, new BlockContext(null, Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8)), CompressionProfiles.Balanced, CancellationToken.None);
}
