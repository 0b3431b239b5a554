using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Tables;

namespace Headroom.Benchmarks;

/// <summary>Columns and samples of comma-separated values; bytes over the mean time are the throughput.</summary>
[MemoryDiagnoser]
public class TableCompression
{
    private static readonly string[] Notes = ["", "gift", "\"fragile, glass\"", "call first"];

    private byte[] _table = [];

    [Params(10_000, 1_000_000, 10_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        var random = new Random(42);
        var text = new StringBuilder("order,created,customer,city,amount,currency,status,note\n");
        for (int i = 0; text.Length < Bytes; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{100_000 + i},2026-{1 + (i % 12):00}-{1 + (i % 28):00}T{i % 24:00}:{i * 7 % 60:00}:00Z,customer{random.Next(5000)}@example.com,city{random.Next(9)},{random.Next(100_000) / 100m:0.00},EUR,{(random.Next(3) == 0 ? "open" : "paid")},{Notes[random.Next(4)]}\n");
        }

        _table = Encoding.UTF8.GetBytes(text.ToString());
    }

    [Benchmark]
    public ContentKind Detection() => ContentDetector.Detect(_table);

    [Benchmark(Baseline = true)]
    public int Lossless() => Propose(null).Count;

    [Benchmark]
    public int LosslessAndSampled() => Propose(MarkerHash.FromKeyedHash("a keyed hash"u8)).Count;

    private IReadOnlyList<Proposal> Propose(MarkerHash? marker) =>
        new TableCompressor().Propose(_table, new BlockContext(null, Anchors.None, marker), CompressionProfiles.Balanced, CancellationToken.None);
}
