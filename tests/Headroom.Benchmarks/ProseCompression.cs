using System.Text;
using BenchmarkDotNet.Attributes;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Prose;

namespace Headroom.Benchmarks;

/// <summary>Looking for repeats, choosing sentences by a question and leaving words out, in English prose; bytes over the mean time are the throughput.</summary>
[MemoryDiagnoser]
public class ProseCompression
{
    private static readonly Anchors Question = Anchors.FromQuestion("Which of the governors of the northern province opened the bridge, and when was the harbour closed to foreign ships?");

    private static readonly string[] Words =
    [
        .. "the of and to in a was that it for on with as by at from the of and the in to".Split(' '),
        .. "governor bridge harbour province winter council letter river merchant castle army treaty village summer road school library paper engine market".Split(' '),
        .. "opened closed built ordered received carried northern foreign ancient public several later again between during Norwich Calder Umbra 1907 1848".Split(' '),
    ];

    private byte[] _text = [];

    [Params(10_000, 1_000_000, 10_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        var random = new Random(42);
        var text = new StringBuilder();
        while (text.Length < Bytes)
        {
            for (int sentence = random.Next(3, 8); sentence > 0; sentence--)
            {
                text.Append("The ").AppendJoin(' ', Enumerable.Range(0, random.Next(8, 25)).Select(_ => Words[random.Next(Words.Length)])).Append(" there. ");
            }

            text.Append("\n\n");
        }

        _text = Encoding.UTF8.GetBytes(text.ToString());
    }

    [Benchmark(Baseline = true)]
    public int Repeats() => Propose(Anchors.None, null, isToolOutput: true);

    [Benchmark]
    public int Sentences() => Propose(Question, MarkerHash.FromKeyedHash("a keyed hash"u8), isToolOutput: true);

    [Benchmark]
    public int WordsLeftOut() => Propose(Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8), isToolOutput: false);

    private int Propose(Anchors anchors, MarkerHash? marker, bool isToolOutput) =>
        new ProseCompressor().Propose(_text, new BlockContext(null, anchors, marker, isToolOutput), CompressionProfiles.Balanced, CancellationToken.None).Count;
}
