using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Diffs;
using Headroom.Compression.Markers;

namespace Headroom.Benchmarks;

/// <summary>Folding and sampling a diff of many files; bytes over the mean time are the throughput.</summary>
[MemoryDiagnoser]
public class DiffCompression
{
    private byte[] _diff = [];

    [Params(10_000, 1_000_000, 10_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        var random = new Random(42);
        var text = new StringBuilder();
        for (int file = 0; text.Length < Bytes; file++)
        {
            text.Append(CultureInfo.InvariantCulture, $"diff --git a/src/f{file}.cs b/src/f{file}.cs\nindex {random.Next():x8}..{random.Next():x8} 100644\n--- a/src/f{file}.cs\n+++ b/src/f{file}.cs\n");
            for (int hunk = 1; hunk < 4; hunk++)
            {
                int added = random.Next(1, 30);
                text.Append(CultureInfo.InvariantCulture, $"@@ -{hunk * 80},7 +{hunk * 83},{6 + added} @@ public void Run()\n");
                text.Append("     int before = 1;\n     int more = 2;\n     Call(before);\n-    Call(more);\n");
                for (int i = 0; i < added; i++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"+    await client.Send(new Request(key: {random.Next(1000)}), budget.Token);\n");
                }

                text.Append("     int after = 3;\n     Call(after);\n \n");
            }
        }

        _diff = Encoding.UTF8.GetBytes(text.ToString());
    }

    [Benchmark(Baseline = true)]
    public int Folded() => Propose(null).Count;

    [Benchmark]
    public int FoldedAndSampled() => Propose(MarkerHash.FromKeyedHash("a keyed hash"u8)).Count;

    private IReadOnlyList<Proposal> Propose(MarkerHash? marker) =>
        new DiffCompressor().Propose(_diff, new BlockContext(null, Anchors.None, marker), CompressionProfiles.Balanced, CancellationToken.None);
}
