using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Json;
using Headroom.Compression.Markers;

namespace Headroom.Compression.Tests.Json;

public sealed class SampledTables
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

    [Fact]
    public void Every_shown_row_stands_in_the_original_at_its_position()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            string json = Records(seed, 120);
            string text = Sample(json, Anchors.FromQuestion("what happened to order-7 and user-0031@example.com?"));
            List<JsonTree> rows = ((JsonTree.Items)JsonTree.ReadAll(Encoding.UTF8.GetBytes(json))[0]).Values;
            TableDecoder.Run(text, out TableDecoder decoder);
            Assert.NotEmpty(decoder.ShownRows);
            foreach ((int position, JsonTree row) in decoder.ShownRows)
            {
                Assert.Equal(rows[position].ToString(), row.ToString());
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void Every_error_row_is_shown_or_named_in_a_fold()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            int[] errors = [.. Enumerable.Range(0, 300).Where(_ => random.Next(random.Next(2, 60)) == 0)];
            string text = Sample(Logs(300, errors), Anchors.None);
            HashSet<int> visible = VisibleRows(text);
            Assert.All(errors, row => Assert.Contains(row, visible));
            TableDecoder.Run(text, out TableDecoder decoder);
            int folded = text.Split('\n').Where(line => line.StartsWith('+')).Sum(line => int.Parse(line[1..line.IndexOf(' ', StringComparison.Ordinal)]));
            Assert.Equal(errors.Length, folded + decoder.ShownRows.Count(row => errors.Contains(row.Position)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void Thousands_of_equal_errors_are_one_template_with_a_true_count()
    {
        string text = Sample(Logs(6000, [.. Enumerable.Range(0, 6000).Where(row => row % 2 == 0)]), Anchors.None);
        Assert.Contains("errors like ", text, StringComparison.Ordinal);
        Assert.True(text.Length < 12_000, $"{text.Length} characters");
        Assert.Contains("ERROR×3000", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_called_error_that_holds_null_makes_no_row_an_error()
    {
        string json = "[" + string.Join(",", Enumerable.Range(0, 200).Select(i => $$"""{"id":{{i}},"name":"row {{i * 37 % 101}}","error":null,"errors":[]}""")) + "]";
        HashSet<int> visible = VisibleRows(Sample(json, Anchors.None));
        Assert.InRange(visible.Count, 3, 30);
    }

    [Fact]
    public void Anchors_only_add_rows_to_those_shown_without_a_question()
    {
        string json = Logs(200, [50, 51]);
        HashSet<int> without = VisibleRows(Sample(json, Anchors.None));
        HashSet<int> with = VisibleRows(Sample(json, Anchors.FromQuestion("what about request req-000123?")));
        Assert.Subset(with, without);
        Assert.Contains(123, with);
        Assert.DoesNotContain(123, without);
    }

    [Fact]
    public void Common_words_and_field_names_in_a_question_change_nothing()
    {
        string json = Logs(200, []);
        Assert.Equal(Sample(json, Anchors.None), Sample(json, Anchors.FromQuestion("show the level and message of the service api requests")));
    }

    [Fact]
    public void The_anchors_that_were_used_alone_give_the_same_bytes()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            string json = Records(seed, 8 + (seed % 140));
            byte[] content = Encoding.UTF8.GetBytes(json);
            Anchors asked = Anchors.FromQuestion("order-7 order-8 user-0012@example.com user-0099@example.com service 503 \"item 17\" mod_44");
            var compressor = new BlockCompressor(CompressionProfiles.Balanced);
            BlockOutcome first = compressor.Compress(content, new BlockContext(null, asked, Hash));
            BlockOutcome again = compressor.Compress(content, new BlockContext(null, Anchors.Parse(first.UsedAnchors.ToString()), Hash));
            Assert.Equal(first.Output, again.Output);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void A_summary_counts_texts_that_differ_in_numbers_only_together()
    {
        string json = "[" + string.Join(",", Enumerable.Range(0, 120).Select(i =>
            $$"""{"id":{{i}},"title":"Issue {{1000 + i}}: {{(i % 3 == 0 ? "Search is slow" : i % 3 == 1 ? "Login is slow" : "Add a dark mode")}}"}""")) + "]";
        Assert.Contains("\"Issue #: Search is slow\"×40", Sample(json, Anchors.None), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_handle_nothing_is_left_out_and_no_marker_appears()
    {
        string json = Logs(300, [7]);
        BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Balanced).Compress(Encoding.UTF8.GetBytes(json), new BlockContext(null, Anchors.None, null));
        Assert.True(outcome.IsLossless);
        string text = Encoding.UTF8.GetString(outcome.Output!);
        Assert.DoesNotContain(Marker.ToolName, text, StringComparison.Ordinal);
        Assert.Equal(JsonTree.ReadAll(Encoding.UTF8.GetBytes(json))[0].ToString(), TableDecoder.Decode(text)[0].ToString());
    }

    [Fact]
    public void Every_form_that_leaves_something_out_ends_with_one_marker()
    {
        foreach (string json in (string[])[
            Logs(300, [7]),
            "[" + string.Join(",", Enumerable.Range(0, 500).Select(i => (i * 7919 % 1000) + ".25")) + "]",
            "[" + string.Join(",", Enumerable.Range(0, 300).Select(i => $"\"/srv/{i * 7919 % 1000}/file{i * 31 % 97}.txt\"")) + "]",
            "{" + string.Join(",", Enumerable.Range(0, 120).Select(i => $"\"setting {i}\":\"{(char)('a' + (i % 26))}{i * 7919 % 1000} differs much from {(char)('k' + (i % 13))}{i * 31 % 97} in every word\"")) + "}",
            "{\"stdout\":\"" + string.Join(' ', Enumerable.Range(0, 900).Select(i => "word" + (i * 31 % 97))) + "\"}"])
        {
            BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Balanced).Compress(Encoding.UTF8.GetBytes(json), new BlockContext(null, Anchors.None, Hash));
            Assert.False(outcome.IsLossless);
            string text = Encoding.UTF8.GetString(outcome.Output!);
            Assert.EndsWith($"hash={Hash}]", text, StringComparison.Ordinal);
            Assert.Equal(2, text.Split(Marker.ToolName).Length);
        }
    }

    internal static string Sample(string json, Anchors anchors)
    {
        IReadOnlyList<Proposal> proposals = new JsonCompressor().Propose(
            Encoding.UTF8.GetBytes(json), new BlockContext(null, anchors, Hash), CompressionProfiles.Balanced, default);
        return Encoding.UTF8.GetString(proposals[^1].Text);
    }

    internal static string Logs(int count, int[] errors) => "[" + string.Join(",", Enumerable.Range(0, count).Select(i => errors.Contains(i)
        ? $$"""{"time":"2026-01-01T{{i / 60 % 24:D2}}:{{i % 60:D2}}:00Z","level":"ERROR","service":"api","message":"order {{i * 37 % 1009}} rejected by gateway","request":"req-{{i:D6}}"}"""
        : $$"""{"time":"2026-01-01T{{i / 60 % 24:D2}}:{{i % 60:D2}}:00Z","level":"INFO","service":"{{(i % 3 == 0 ? "api" : "web")}}","message":"request took {{i * 37 % 101}} ms","request":"req-{{i:D6}}"}""")) + "]";

    private static string Records(int seed, int count)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, count).Select(i => $$$"""
            {"id":{{{i}}},"user":"user-{{{i:D4}}}@example.com","order":"order-{{{random.Next(40)}}}","amount":{{{random.Next(1000)}}}.{{{random.Next(10)}}},
             "state":"{{{(random.Next(40) == 0 ? "failed" : "paid")}}}","tags":{{{(random.Next(2) == 0 ? "[]" : "[\"a,b\",\"x\"]")}}},"note":{{{(random.Next(3) == 0 ? "null" : "\"item " + random.Next(99) + "\"")}}},
             "meta":{"path":"/srv/app/mod_{{{i}}}/h_{{{7 * i}}}.py","host":"pod-{{{random.Next(3)}}}"}}
            """);
        return "[" + string.Join(",", rows) + "]";
    }

    /// <summary>Positions of shown rows and of those that folds name, up to where a fold's list is cut.</summary>
    private static HashSet<int> VisibleRows(string text)
    {
        TableDecoder.Run(text, out TableDecoder decoder);
        var visible = decoder.ShownRows.Select(row => row.Position).ToHashSet();
        foreach (string line in text.Split('\n').Where(line => line.StartsWith('+')))
        {
            string list = line[(line.IndexOf("rows ", StringComparison.Ordinal) + 5)..].Split(';')[0];
            string[] parts = list.Split('…');
            visible.UnionWith(parts[0].Split(',').Select(int.Parse));
            if (parts.Length > 1)
            {
                visible.UnionWith(Enumerable.Range(0, int.Parse(parts[1]) + 1));
            }
        }

        return visible;
    }
}
