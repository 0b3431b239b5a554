using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Search;

namespace Headroom.Benchmarks;

/// <summary>Grouping and sampling the hits of a recursive search; bytes over the mean time are the throughput.</summary>
[MemoryDiagnoser]
public class SearchCompression
{
    private byte[] _hits = [];

    [Params(10_000, 1_000_000, 10_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        var random = new Random(42);
        var text = new StringBuilder();
        for (int file = 0; text.Length < Bytes; file++)
        {
            for (int hit = random.Next(1, 9), line = 1; hit > 0; hit--, line += random.Next(1, 60))
            {
                text.Append(CultureInfo.InvariantCulture, $"src/area{file % 31}/service{file % 7}/handler_{file}.cs:{line}:        var result{random.Next(9)} = await client.Send(new Request(key: {random.Next(1000)}), budget.Token);\n");
            }
        }

        _hits = Encoding.UTF8.GetBytes(text.ToString());
    }

    [Benchmark(Baseline = true)]
    public int Grouped() => Propose(null).Count;

    [Benchmark]
    public int GroupedAndSampled() => Propose(MarkerHash.FromKeyedHash("a keyed hash"u8)).Count;

    private IReadOnlyList<Proposal> Propose(MarkerHash? marker) =>
        new SearchCompressor().Propose(_hits, new BlockContext(null, Anchors.None, marker), CompressionProfiles.Balanced, CancellationToken.None);
}
