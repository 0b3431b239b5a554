using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Code;
using Headroom.Compression.Markers;

namespace Headroom.Benchmarks;

/// <summary>Outlining a source file and leaving its bodies out; bytes over the mean time are the throughput.</summary>
[MemoryDiagnoser]
public class CodeCompression
{
    private byte[] _source = [];

    [Params(10_000, 1_000_000, 10_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        var random = new Random(42);
        var text = new StringBuilder("package store\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n)\n");
        for (int function = 0; text.Length < Bytes; function++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n// Load{function} reads the rows of one area.\nfunc (s *Store) Load{function}(area string, limit int) ([]Row, error) {{\n");
            for (int line = random.Next(4, 40); line > 0; line--)
            {
                text.Append(CultureInfo.InvariantCulture, $"\tif row := s.rows[{random.Next(1000)}]; row.Area == area && row.Text != \"}}\" {{ // as Load{random.Next(function + 1)}\n\t\tlimit -= {line}\n\t}}\n");
            }

            text.Append("\treturn nil, errors.New(fmt.Sprint(limit))\n}\n");
        }

        _source = Encoding.UTF8.GetBytes(text.ToString());
    }

    [Benchmark(Baseline = true)]
    public int Outlined() => new BuiltInOutline().Read(_source, CodeLanguage.Go).Declarations.Count;

    [Benchmark]
    public int Compressed() => new CodeCompressor(new BuiltInOutline())
        .Propose(_source, new BlockContext(null, Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8)), CompressionProfiles.Aggressive, CancellationToken.None).Count;
}
