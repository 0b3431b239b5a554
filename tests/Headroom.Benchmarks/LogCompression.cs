using System.Text;
using BenchmarkDotNet.Attributes;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Logs;
using Headroom.Compression.Markers;
using Headroom.Compression.Tokens;

namespace Headroom.Benchmarks;

/// <summary>Folding and sampling a service's log of one megabyte.</summary>
[MemoryDiagnoser]
public class LogCompression
{
    private static readonly CompressionProfile Profile = new() { Id = "benchmark/1", Counter = TokenCounters.O200k, MayOmit = true };
    private byte[] _log = [];

    [GlobalSetup]
    public void Generate()
    {
        var random = new Random(42);
        var text = new StringBuilder();
        var time = new DateTime(2025, 3, 4, 5, 6, 7, DateTimeKind.Utc);
        while (text.Length < 1_000_000)
        {
            time = time.AddMilliseconds(random.Next(1, 900));
            text.Append(time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
            text.Append(random.Next(100) == 0
                ? $" ERROR store.redis write of block {random.Next(500)} refused by 10.0.0.{random.Next(4)}\n"
                : $" INFO  gateway.relay request {random.Next(100_000)} done in {random.Next(900)}ms status=200\n");
        }

        _log = Encoding.UTF8.GetBytes(text.ToString());
        TokenCounters.Warm();
    }

    [Benchmark(Baseline = true)]
    public int Folded() => Propose(null).Count;

    [Benchmark]
    public int FoldedAndSampled() => Propose(MarkerHash.FromKeyedHash("a keyed hash"u8)).Count;

    private IReadOnlyList<Proposal> Propose(MarkerHash? marker) =>
        new LogCompressor().Propose(_log, new BlockContext(null, Anchors.None, marker), Profile, CancellationToken.None);
}
