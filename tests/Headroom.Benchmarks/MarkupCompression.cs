using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Markup;

namespace Headroom.Benchmarks;

/// <summary>A page as Markdown, and a feed as a table; bytes over the mean time are the throughput.</summary>
[MemoryDiagnoser]
public class MarkupCompression
{
    private byte[] _page = [];
    private byte[] _feed = [];

    [Params(10_000, 100_000, 1_000_000)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        var random = new Random(42);
        string Words() => string.Join(' ', Enumerable.Range(0, 24).Select(_ => "word" + random.Next(3000)));
        var page = new StringBuilder("<!doctype html><html><head><title>Page</title></head><body><nav><a href=\"/\">Home</a></nav><main>");
        var feed = new StringBuilder("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel>\n");
        for (int i = 0; page.Length < Bytes; i++)
        {
            page.Append(CultureInfo.InvariantCulture, $"<section class=\"part part-{i}\" id=\"s{i}\"><h2>Section {i}</h2><p class=\"text\">{Words()} <a href=\"/page/{i}?x={random.Next(99)}\">link</a></p><ul><li>{Words()}</li></ul></section>\n");
        }

        for (int i = 0; feed.Length < Bytes; i++)
        {
            feed.Append(CultureInfo.InvariantCulture, $"  <item>\n    <title>Title {random.Next(9999)}</title>\n    <link>https://example.com/{i}</link>\n    <description>{Words()}</description>\n  </item>\n");
        }

        _page = Encoding.UTF8.GetBytes(page.Append("</main></body></html>").ToString());
        _feed = Encoding.UTF8.GetBytes(feed.Append("</channel></rss>\n").ToString());
    }

    [Benchmark(Baseline = true)]
    public int Page() => Propose(_page).Count;

    [Benchmark]
    public int Feed() => Propose(_feed).Count;

    private static IReadOnlyList<Proposal> Propose(byte[] content) =>
        new MarkupCompressor().Propose(content, new BlockContext(null, Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8)), CompressionProfiles.Balanced, CancellationToken.None);
}
