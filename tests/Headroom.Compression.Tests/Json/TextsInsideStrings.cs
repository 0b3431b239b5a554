using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Tests.Logs;

namespace Headroom.Compression.Tests.Json;

public sealed class TextsInsideStrings
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    private static readonly BlockCompressor Balanced = new(CompressionProfiles.Balanced);

    [Fact]
    public void A_lossless_form_gives_back_every_string_byte_for_byte()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => LosslessTables.AssertRoundTrip(new WrappedTexts(seed).Next(), mayDecline: true))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    [Fact]
    public void Most_strings_that_hold_logs_or_json_become_texts()
    {
        var conservative = new BlockCompressor(CompressionProfiles.Conservative);
        int embedded = Enumerable.Range(0, 100).Count(seed =>
            conservative.Compress(Encoding.UTF8.GetBytes(new WrappedTexts(seed).Next()), new BlockContext(null, Anchors.None, null)).Output is { } output
            && Encoding.UTF8.GetString(output).Contains("\n--- text 1: ", StringComparison.Ordinal));
        Assert.InRange(embedded, 50, 100);
    }

    [Fact]
    public void Every_error_of_an_embedded_log_stays_visible()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            (byte[] log, _, string[] codes) = GeneratedLogs.Service(seed);
            string text = Compress(WrappedTexts.Wrap(Encoding.UTF8.GetString(log), 1 + (seed % 4)), Anchors.None);
            Assert.All(codes, code => Assert.Contains(code, text, StringComparison.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void Wrapped_texts_never_grow_come_out_equal_and_carry_one_marker()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            byte[] content = Encoding.UTF8.GetBytes(new WrappedTexts(seed).Next());
            var context = new BlockContext(null, Anchors.FromQuestion("why was gateway.store refused with E100017, and word31?"), Hash);
            BlockOutcome outcome = Balanced.Compress(content, context);
            Assert.True(outcome.TokensAfter <= outcome.TokensBefore);
            Assert.Equal(outcome.Output, Balanced.Compress(content, context).Output);
            if (outcome.Output is null)
            {
                return;
            }

            Assert.Equal(outcome.Output, Balanced.Compress(content, context with { Anchors = Anchors.Parse(outcome.UsedAnchors.ToString()) }).Output);
            if (!outcome.IsLossless)
            {
                string text = Encoding.UTF8.GetString(outcome.Output!);
                Assert.EndsWith($"hash={Hash}]", text, StringComparison.Ordinal);
                Assert.Equal(2, text.Split(Marker.ToolName).Length);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Theory]
    [InlineData("""[{"query":"cat mid.log","result":TEXT,"success":true}]""")]
    [InlineData("""{"stdout":TEXT,"stderr":"","exit_code":0}""")]
    [InlineData("""{"content":[{"type":"text","text":TEXT}]}""")]
    [InlineData("TEXT")]
    public void A_log_in_a_wrapper_is_compressed_like_a_log(string wrapper)
    {
        string log = Encoding.UTF8.GetString(GeneratedLogs.Service(7).Log);
        string text = Compress(wrapper.Replace("TEXT", JsonTree.Quote(log), StringComparison.Ordinal), Anchors.None);
        int alone = Balanced.Compress(Encoding.UTF8.GetBytes(log), new BlockContext(null, Anchors.None, Hash)).TokensAfter;
        Assert.InRange(CompressionProfiles.Balanced.Counter.Count(Encoding.UTF8.GetBytes(text)), alone, alone + 60);
        Assert.Contains("<text 1>", text, StringComparison.Ordinal);
        Assert.Contains("\n--- text 1: log, ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_critical_row_of_indented_json_in_a_string_is_shown()
    {
        string rows = JsonTree.ReadAll(Encoding.UTF8.GetBytes("[" + string.Join(",", Enumerable.Range(0, 300).Select(i =>
            $$"""{"id":{{i}},"host":"pod-{{i * 37 % 101}}","status":"{{(i == 177 ? "critical" : "ok")}}"}""")) + "]"))[0].ToJson(2, false);
        string text = Compress(WrappedTexts.Wrap(rows, 2), Anchors.None);
        Assert.Contains("\n177: 177,pod-85,critical\n", text, StringComparison.Ordinal);
        Assert.True(text.Length < 2_500, text);
    }

    [Fact]
    public void Json_that_was_encoded_twice_is_compressed_like_json()
    {
        string text = Compress(JsonTree.Quote(SampledTables.Logs(300, [177])), Anchors.None);
        Assert.Contains("\n<text 1>\n--- text 1: JSON, ", text, StringComparison.Ordinal);
        Assert.Contains("\n177: ", text, StringComparison.Ordinal);
        Assert.True(text.Length < 3_000, text);
    }

    [Fact]
    public void A_string_that_occurs_often_is_one_text()
    {
        string log = JsonTree.Quote(Encoding.UTF8.GetString(GeneratedLogs.Service(3).Log));
        string text = Compress("[" + string.Join(",", Enumerable.Range(0, 5).Select(i => $$"""{"id":{{i * i}},"result":{{log}}}""")) + "]", Anchors.None);
        Assert.Contains("result=<text 1>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("text 2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void White_space_that_no_usual_writer_makes_is_given_up_only_with_a_marker()
    {
        string rows = "[" + string.Join(" ,\t", Enumerable.Range(0, 7).Select(i => $$"""{ "id":{{i}},"text":"{{(char)('a' + i)}} long text about {{string.Concat(Enumerable.Repeat("thing ", 12 + i))}}" }""")) + "]";
        string json = WrappedTexts.Wrap(rows, 1);
        LosslessTables.AssertRoundTrip(json);
        BlockOutcome outcome = Balanced.Compress(Encoding.UTF8.GetBytes(json), new BlockContext(null, Anchors.None, Hash));
        string text = Encoding.UTF8.GetString(outcome.Output!);
        Assert.False(outcome.IsLossless);
        Assert.Contains(": JSON, same values\n", text, StringComparison.Ordinal);
        Assert.EndsWith($"[White space inside strings left out. Full content: headroom_retrieve hash={Hash}]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_file_read_tool_returns_stays_raw_wrapped_or_not()
    {
        byte[] content = Encoding.UTF8.GetBytes(WrappedTexts.Wrap(Encoding.UTF8.GetString(GeneratedLogs.Service(3).Log), 1));
        Assert.Null(Balanced.Compress(content, new BlockContext("read_file", Anchors.None, Hash)).Output);
    }

    private static string Compress(string json, Anchors anchors) =>
        Encoding.UTF8.GetString(Balanced.Compress(Encoding.UTF8.GetBytes(json), new BlockContext(null, anchors, Hash)).Output!);
}
