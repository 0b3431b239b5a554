using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Tests.Json;

namespace Headroom.Compression.Tests.Blocks;

public sealed class BlockCompressing
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    private static readonly BlockCompressor Balanced = new(CompressionProfiles.Balanced);

    [Fact]
    public void No_block_ever_grows_and_equal_blocks_come_out_equal()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            byte[] content = Encoding.UTF8.GetBytes(new JsonGenerator(seed).Next());
            foreach (MarkerHash? marker in (MarkerHash?[])[null, Hash])
            {
                var context = new BlockContext("search", Anchors.FromQuestion("which service is in state ERROR?"), marker);
                BlockOutcome outcome = Balanced.Compress(content, context);
                Assert.Equal(outcome.Output is null, outcome.TokensAfter == outcome.TokensBefore);
                if (outcome.Output is not null)
                {
                    Assert.True(CompressionProfiles.Balanced.Counter.Count(outcome.Output) < CompressionProfiles.Balanced.Counter.Count(content));
                    Assert.Equal(outcome.Output, Balanced.Compress(content, context).Output);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void Any_bytes_pass_without_an_exception()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            byte[] content = Encoding.UTF8.GetBytes(new JsonGenerator(seed).Next() + new string(' ', 600));
            for (int i = 0; i < 5; i++)
            {
                content[random.Next(content.Length)] = (byte)random.Next(256);
            }

            Balanced.Compress(content, new BlockContext(null, Anchors.None, Hash));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    public static TheoryData<string> Hostile => new(
        new string('[', 10_000) + new string(']', 10_000),
        new string('[', 50_000),
        string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000),
        "[" + string.Join(",", Enumerable.Repeat("[[[[[[]]]]]]", 5_000)) + "]",
        "[" + string.Join(",", Enumerable.Range(0, 3_000).Select(i => $"{{\"k{i}\":{i}}}")) + "]",
        "[" + string.Join(",", Enumerable.Repeat("{\"a\":1,\"a\":2}", 300)) + "]",
        "[" + string.Join(",", Enumerable.Repeat("\"\\ud800\\u0000\"", 300)) + "]",
        "[" + string.Join(",", Enumerable.Repeat("1e400,-0.0,12345678901234567890123", 300)) + "]",
        "\uFEFF[" + string.Join(",", Enumerable.Repeat("{\"a\":\"b\"}", 300)) + "]",
        new string('\0', 5_000),
        "{\"a\":\"" + string.Concat(Enumerable.Repeat("\\n", 3_000)) + "\",\"b\":\"x " + string.Concat(Enumerable.Repeat("\\\\\\u0001é😀", 900)) + " y\",\"c\":[]}",
        "{" + string.Join(",", Enumerable.Range(0, 4_000).Select(i => $"\"key\\n{i}\":null")) + "}",
        "[" + string.Join(",", Enumerable.Range(0, 40).Select(i => "{\"x\":" + string.Concat(Enumerable.Repeat("[", 50)) + string.Concat(Enumerable.Repeat("]", 50)) + "}")) + "]");

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_input_neither_throws_nor_grows(string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        BlockOutcome outcome = Balanced.Compress(content, new BlockContext(null, Anchors.FromQuestion("key error 12345"), Hash));
        Assert.True(outcome.TokensAfter <= outcome.TokensBefore);
        Assert.True(new BlockCompressor(CompressionProfiles.Conservative).Compress(content, new BlockContext(null, Anchors.None, null)).IsLossless);
    }

    [Fact]
    public void Forty_megabytes_of_rows_come_through()
    {
        byte[] content = Encoding.UTF8.GetBytes("[" + string.Join(",", Enumerable.Range(0, 700_000).Select(i => $$"""{"id":{{i}},"name":"row {{i % 977}}","state":"paid"}""")) + "]");
        Assert.True(content.Length > 30_000_000);
        BlockOutcome outcome = Balanced.Compress(content, new BlockContext(null, Anchors.None, Hash));
        Assert.Equal(700_000, outcome.ItemCount);
        Assert.True(outcome.TokensAfter < 2_000);
    }

    [Theory]
    [InlineData("Read", false)]
    [InlineData("mcp__files__read_file", false)]
    [InlineData("str_replace_based_edit_tool", false)]
    [InlineData("search_logs", true)]
    [InlineData(null, true)]
    public void Results_of_tools_that_read_files_for_editing_stay_as_they_are(string? tool, bool isCompressed)
    {
        byte[] content = Encoding.UTF8.GetBytes(SampledTables.Logs(100, []));
        Assert.Equal(isCompressed, Balanced.Compress(content, new BlockContext(tool, Anchors.None, Hash)).Output is not null);
    }

    [Fact]
    public void Blocks_of_all_kinds_come_out_at_the_same_time_as_each_does_alone()
    {
        // Their compressors rent from one pool: memory that was given back too early would show in another block.
        byte[][] blocks = [.. Enumerable.Range(0, 48).Select(i => Encoding.UTF8.GetBytes(BlockOf(i % 6, new Random(i))))];
        var context = new BlockContext(null, Anchors.FromQuestion("which request failed in handler_7?"), Hash);
        byte[]?[] alone = [.. blocks.Select(block => Balanced.Compress(block, context).Output)];
        Assert.All(alone, Assert.NotNull);
        Parallel.For(0, blocks.Length * 4, i => Assert.Equal(alone[i % blocks.Length], Balanced.Compress(blocks[i % blocks.Length], context).Output));
    }

    private static string BlockOf(int kind, Random random)
    {
        int count = random.Next(200, 500);
        return string.Join(kind == 0 ? "," : "\n", Enumerable.Range(0, count).Select(i => kind switch
        {
            0 => $$"""{{(i == 0 ? "[" : "")}}{"id":{{i}},"state":"{{(random.Next(50) == 0 ? "failed" : "ok")}}","text":"request {{random.Next(9999)}}"}{{(i == count - 1 ? "]" : "")}}""",
            1 => $"2026-01-02T03:04:{i % 60:00}.{random.Next(1000):000}Z {(random.Next(50) == 0 ? $"ERROR write of block {random.Next(99)} refused" : $"INFO request {random.Next(9999)} done in {random.Next(99)}ms")}",
            2 => $"src/area{i / 40}/handler_{i / 5}.cs:{(i % 5 * 31) + random.Next(30) + 1}:    var result{random.Next(9)} = await Send({random.Next(999)});",
            3 => $"diff --git a/f{i}.cs b/f{i}.cs\nindex {random.Next():x8}..{random.Next():x8} 100644\n--- a/f{i}.cs\n+++ b/f{i}.cs\n@@ -1,2 +1,3 @@\n one\n-Call({random.Next(99)});\n+Call({random.Next(99)}, token);\n+Send();",
            4 => $"test module_{i / 50}::case_{i} ... {(random.Next(99) == 0 ? "FAILED" : "ok")}",
            _ => $"{1000 + i},customer{random.Next(99)}@example.com,{random.Next(10_000)},EUR,{(random.Next(3) == 0 ? "open" : "paid")}",
        }));
    }

    [Fact]
    public void Text_around_json_stays_verbatim()
    {
        const string Before = "$ kubectl get pods -o json\nwarning: slow [cached]\n";
        const string After = "\n\n2 contexts, exit code 0\n";
        byte[] content = Encoding.UTF8.GetBytes(Before + SampledTables.Logs(100, []) + After);
        Assert.Equal(ContentKind.Json, ContentDetector.Detect(content));
        string text = Encoding.UTF8.GetString(Balanced.Compress(content, new BlockContext(null, Anchors.None, null)).Output!);
        Assert.StartsWith(Before, text, StringComparison.Ordinal);
        Assert.EndsWith("2 contexts, exit code 0\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lossless_form_carries_the_handle_of_its_original()
    {
        string json = "[" + string.Join(",", Enumerable.Range(0, 300).Select(i => $"\"/srv/app/mod_{i}/handler_{7 * i}.py\"")) + "]";
        BlockOutcome outcome = Balanced.Compress(Encoding.UTF8.GetBytes(json), new BlockContext(null, Anchors.None, Hash));
        Assert.True(outcome.IsLossless);
        Assert.EndsWith($"hash={Hash}]", Encoding.UTF8.GetString(outcome.Output!), StringComparison.Ordinal);
    }
}
