using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Builds;
using Headroom.Compression.Markers;
using Headroom.Compression.Tokens;

namespace Headroom.Benchmarks;

/// <summary>Sampling a verbose test run with a compiler's warnings; bytes over the mean time are the throughput.</summary>
[MemoryDiagnoser]
public class BuildOutputCompression
{
    private byte[] _output = [];

    /// <value>The size of the generated output.</value>
    [Params(10_000, 1_000_000, 10_000_000)]
    public int ByteCount { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        var text = new StringBuilder();
        for (int i = 0; text.Length < ByteCount; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"test module_{i / 50}::case_{i} ... {(i % 997 == 996 ? "FAILED" : "ok")}\n");
            if (i % 10 == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"src/unit{i % 83}.c:{i}:9: warning: unused variable 'v{i % 31}' [-Wunused-variable]\n");
            }
        }

        _output = Encoding.UTF8.GetBytes(text.ToString());
        TokenCounters.Warm();
    }

    [Benchmark]
    public int FoldedAndSampled() =>
        new BuildCompressor().Propose(_output, new BlockContext(null, Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8)), CompressionProfiles.Balanced, CancellationToken.None).Count;
}
