using System.Text;
using BenchmarkDotNet.Attributes;
using Headroom.Compression.Tokens;

namespace Headroom.Benchmarks;

/// <summary>Counting one megabyte of each kind of text: milliseconds per run = seconds per gigabyte.</summary>
[MemoryDiagnoser]
public class TokenCounting
{
    private byte[] _utf8 = [];

    [Params("json", "log", "code", "prose")]
    public string Kind { get; set; } = "json";

    [GlobalSetup]
    public void Generate()
    {
        var random = new Random(42);
        var text = new StringBuilder();
        while (text.Length < 1_000_000)
        {
            int id = random.Next(1_000_000);
            text.Append(Kind switch
            {
                "json" => $"{{\"id\":{id},\"name\":\"item-{id:x}\",\"price\":{id / 7.0:F2},\"active\":{(id % 2 == 0 ? "true" : "false")}}},\n",
                "log" => $"2025-10-09T08:{id % 60:D2}:{id % 59:D2}.{id % 1000:D3}Z INFO  worker.pool request completed id={id} dur={id % 977}ms\n",
                "code" => $"    if (value{id % 100} > {id}) return Compute(value{id % 100}, \"{id:x}\"); // branch {id % 13}\n",
                _ => $"The {id % 97}th report says that nothing unusual happened; readers who expected more were, again, disappointed. ",
            });
        }

        _utf8 = Encoding.UTF8.GetBytes(text.ToString());
        TokenCounters.Warm();
    }

    [Benchmark(Baseline = true)]
    public int O200k() => TokenCounters.O200k.Count(_utf8);

    [Benchmark]
    public int Cl100k() => TokenCounters.Cl100k.Count(_utf8);
}
