using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Explaining;
using Headroom.Compression.Markers;
using Headroom.Compression.Tokens;

namespace Headroom.Compression.Tests.Explaining;

/// <summary>What is said of an output to people.</summary>
public sealed class ExplainingTests
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash(new byte[12]);

    public static TheoryData<string> Blocks => new(
        string.Concat("[", string.Join(",", Enumerable.Range(0, 90).Select(i => $$"""{"id":{{i}},"state":"ok","name":"row {{i * 7919 % 1000}}"}""")), "]"),
        string.Concat(Enumerable.Range(0, 200).Select(i => $"2026-02-03T04:05:{i % 60:00}.000Z INFO  request {i * 7919 % 100_000} done in {i % 17} ms\n")),
        string.Concat(Enumerable.Range(0, 120).Select(i => $"src/part{i / 9}/file{i % 4}.cs:{i * 3 + 1}:    Do(item{i * 31 % 97});\n")),
        string.Concat(Enumerable.Range(0, 120).Select(i => $"src/Headroom/part{i / 9}/some_file_{i}.cs\n")),
        "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,90 +1,91 @@\n" + string.Concat(Enumerable.Range(0, 90).Select(i => $" unchanged words {i * 31 % 97} of line\n")) + "+new\n",
        string.Concat(Enumerable.Range(0, 20).Select(i => $"def step_{i}(value):\n{string.Concat(Enumerable.Range(0, 9).Select(j => $"    value = (value + {i}) * {j}\n"))}    return value\n\n")),
        "============ test session starts ============\n" + string.Concat(Enumerable.Range(0, 90).Select(i => $"tests/test_a.py::test_{i} PASSED [{i}%]\n")) + "============ 90 passed in 1.2s ============\n",
        "id,state,name\n" + string.Concat(Enumerable.Range(0, 90).Select(i => $"{i},ok,row {i * 7919 % 1000}\n")),
        Convert.ToBase64String([.. Enumerable.Range(0, 900).Select(i => (byte)(i * i * 7 % 251))]),
        $"<!doctype html><html><body><nav>Home</nav><main>{string.Concat(Enumerable.Range(0, 40).Select(i => $"<p class=\"words\">Paragraph {i * 7919 % 1000}</p>"))}</main></body></html>",
        $"<urlset>{string.Concat(Enumerable.Range(0, 60).Select(i => $"<url><loc>https://example.com/{i * 7919 % 1000}</loc></url>"))}</urlset>");

    [Fact]
    public void Every_line_of_an_output_is_counted_under_what_it_is()
    {
        string original = "first line\nsecond line\nthird line\n[3 rows → 1 shown. Full content: headroom_retrieve hash=000000000000000000000000]\n";
        string output = $"first line\n… 1 more line\n2: written shorter\nthird line\n[4 lines → 2 shown. Full content: headroom_retrieve hash={Hash}]";
        IReadOnlyList<OutputPart> parts = OutputPart.Of(Encoding.UTF8.GetBytes(original), Encoding.UTF8.GetBytes(output), TokenCounters.O200k);
        Assert.Equal([(OutputPartKind.Verbatim, 2), (OutputPartKind.Notation, 1), (OutputPartKind.LeftOut, 1), (OutputPartKind.Marker, 1)], parts.Select(part => (part.Kind, part.Lines)));
        Assert.Equal(TokenCounters.O200k.Count("first line\nthird line"u8), parts[0].Tokens);
        Assert.Equal(["… 1 more line", output.Split('\n')[^1]], OutputPart.LeftOut(Encoding.UTF8.GetBytes(original), Encoding.UTF8.GetBytes(output)));
    }

    [Fact]
    public void Text_that_imitates_a_marker_counts_as_text()
    {
        byte[] text = Encoding.UTF8.GetBytes($"[3 rows → 1 shown. Full content: headroom_retrieve hash={Hash}]");
        Assert.Equal(OutputPartKind.Verbatim, Assert.Single(OutputPart.Of(text, text, TokenCounters.O200k)).Kind);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_stage_that_is_weighed_is_described(string block)
    {
        BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Aggressive).Compress(Encoding.UTF8.GetBytes(block), new BlockContext(null, Anchors.None, Hash));
        Assert.NotEmpty(outcome.Weighed);
        Assert.All(outcome.Weighed.SelectMany(form => form.Transforms), stage => Assert.NotNull(Stages.Describe(stage)));
    }
}
