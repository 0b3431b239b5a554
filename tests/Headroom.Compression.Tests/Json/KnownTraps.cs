using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;

namespace Headroom.Compression.Tests.Json;

/// <summary>What goes wrong most often when JSON is made smaller, one example each.</summary>
public sealed class KnownTraps
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

    [Theory]
    [InlineData("""[{"a":null,"b":1},{"b":2},{"a":"","b":3},{"a":"null","b":4}]""")]
    [InlineData("""[{"a":"1"},{"a":1},{"a":1.0},{"a":"true"},{"a":true},{"a":1e400},{"a":12345678901234567890123}]""")]
    [InlineData("""[{"a,b":1,"c|d":2,"e.f":3,"":4,"g=h":5},{"a,b":"x,y","c|d":"x|y","e.f":"x.y","":"x=y","g=h":"<*>"}]""")]
    [InlineData("""[{"x":1,"y":2},{"y":2,"x":1},{"x":1,"x":2},{"x":{"y":1}},{"x":[]},{"x":{}},{}]""")]
    [InlineData("""[{"t":"\ud800","u":"\u0000\u001f","v":"\\\"\/\b","w":"a\\nb"},{"t":"\ud83d\ude00","u":"\u00e9","v":"","w":"a\nb"}]""")]
    [InlineData("""[[1,2,3],[4,5,6],[[],[[]]],[null,true,"x"],7,"eight",{"nine":9}]""")]
    [InlineData("""{"@key":1,"@value":2,"columns":[{"columns":":"},{"columns":"#2 rows: a"}],"…":"… 3 more rows"}""")]
    [InlineData("""[{"a":{"b":1}},{"a":{"b":2}},{"a":null},{"a":{}},{"a":"b"},{"a":{"c":[{"d":1}]}}]""")]
    [InlineData("""[{"l":[{"n":1}]},{"l":[{"n":2}]},{"l":null},{"l":[{"m":3}]}]""")]
    [InlineData("""[{"id":"7"},{"id":"8"},{"id":"9"},{"id":"10"}]""")]
    [InlineData("""[{"id":"09"},{"id":"10"},{"id":"11"},{"id":"12"}]""")]
    [InlineData("""[{"id":10},{"id":9},{"id":8},{"id":7}]""")]
    [InlineData("""[{"id":-2},{"id":-1},{"id":0},{"id":1}]""")]
    [InlineData("""{"a":1}{"a":2} {"a":[]}""")]
    public void Values_that_look_alike_stay_apart(string json) => LosslessTables.AssertRoundTrip(json);

    [Fact]
    public void Long_prose_in_cells_stays_complete_in_a_lossless_form()
    {
        string[] prose = [.. Enumerable.Range(0, 20).Select(i => (char)('a' + i) + string.Join(' ', Enumerable.Range(0, 120).Select(word => $" word{(word * 31 * (i + 3)) % 97}")))];
        string json = "[" + string.Join(",", prose.Select((text, i) => $$"""{"id":{{i}},"kind":"always the same kind","text":"{{text}}"}""")) + "]";
        BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Conservative).Compress(Encoding.UTF8.GetBytes(json), new BlockContext(null, Anchors.None, null));
        Assert.All(prose, text => Assert.Contains(text, Encoding.UTF8.GetString(outcome.Output!), StringComparison.Ordinal));
    }

    [Fact]
    public void Minified_rows_are_compressed_as_well_as_spaced_ones()
    {
        string minified = SampledTables.Logs(200, []);
        string spaced = minified.Replace(",\"", ", \"", StringComparison.Ordinal).Replace("\":", "\": ", StringComparison.Ordinal);
        var compressor = new BlockCompressor(CompressionProfiles.Conservative);
        Assert.Equal(
            compressor.Compress(Encoding.UTF8.GetBytes(minified), new BlockContext(null, Anchors.None, null)).Output,
            compressor.Compress(Encoding.UTF8.GetBytes(spaced), new BlockContext(null, Anchors.None, null)).Output);
    }

    [Fact]
    public void A_table_that_saves_much_does_not_keep_rows_from_being_sampled()
    {
        byte[] content = Encoding.UTF8.GetBytes(SampledTables.Logs(500, [300]));
        BlockOutcome lossless = new BlockCompressor(CompressionProfiles.Conservative).Compress(content, new BlockContext(null, Anchors.None, null));
        BlockOutcome sampled = new BlockCompressor(CompressionProfiles.Balanced).Compress(content, new BlockContext(null, Anchors.None, Hash));
        Assert.True(lossless.TokensAfter < lossless.TokensBefore * 0.6);
        Assert.True(sampled.TokensAfter < lossless.TokensAfter * 0.2);
        Assert.Equal(500, sampled.ItemCount);
    }

    [Fact]
    public void The_best_match_is_shown_even_when_it_stands_last()
    {
        string json = "[" + string.Join(",", Enumerable.Range(0, 400).Select(i =>
            $$"""{"id":{{i}},"text":"entry {{i * 37 % 101}} about {{(i % 40 == 3 ? "refunds" : "orders")}}{{(i == 363 ? " refunds checkout gateway" : "")}}"}""")) + "]";
        string text = SampledTables.Sample(json, Anchors.FromQuestion("refunds at the checkout gateway"));
        Assert.Contains("\n363: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_far_off_and_a_rare_value_are_shown()
    {
        string json = "[" + string.Join(",", Enumerable.Range(0, 300).Select(i =>
            $$"""{"id":{{i}},"ms":{{(i == 137 ? 98000 : 20 + (i * 7 % 30))}},"plan":"{{(i == 211 ? "enterprise" : i % 2 == 0 ? "free" : "team")}}"}""")) + "]";
        string text = SampledTables.Sample(json, Anchors.None);
        Assert.Contains("\n137: ", text, StringComparison.Ordinal);
        Assert.Contains("\n211: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fields_of_one_record_are_never_sampled_away()
    {
        string json = "{" + string.Join(",", Enumerable.Range(0, 30).Select(i => i % 3 == 0 ? $"\"field{i}\":{{\"part{i}\":\"text of part {i}\"}}" : $"\"field{i}\":\"text of field {i}\"")) + "}";
        string text = SampledTables.Sample(json, Anchors.None);
        Assert.All(Enumerable.Range(0, 30), i => Assert.Contains($"field{i}", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Errors_inside_nested_rows_are_shown()
    {
        string json = "[" + string.Join(",", Enumerable.Range(0, 200).Select(i =>
            $$$"""{"job":{{{i}}},"steps":[{"name":"build","ok":true,"ms":{{{i * 37 % 101}}}},{"name":"test","ok":{{{(i == 120 ? "false" : "true")}}},"note":"{{{(i == 120 ? "assertion failed in Cart" : "done")}}}"}]}""")) + "]";
        Assert.Contains("assertion failed in Cart", SampledTables.Sample(json, Anchors.None), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"success\":false")]
    [InlineData("\"exit_code\":137")]
    [InlineData("\"status_code\":503")]
    [InlineData("\"status\":\"CrashLoopBackOff\"")]
    [InlineData("\"error\":{\"kind\":\"quota\"}")]
    [InlineData("\"detail\":\"NullReferenceException at Cart.Total()\"")]
    [InlineData("\"detail\":\"connection refused\"")]
    public void A_value_that_reports_an_error_keeps_its_row(string member)
    {
        string json = "[" + string.Join(",", Enumerable.Range(0, 300).Select(i =>
            $"{{\"id\":{i},\"note\":\"entry {i * 37 % 101} of the day\",{(i == 177 ? member : member[..(member.IndexOf(':', StringComparison.Ordinal) + 1)] + "null")}}}")) + "]";
        Assert.Contains("\n177: ", SampledTables.Sample(json, Anchors.None), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_files_and_fields_that_hold_an_error_word_are_no_errors()
    {
        string json = "[" + string.Join(",", Enumerable.Range(0, 300).Select(i =>
            $$"""{"id":{{i}},"path":"src/errors/error_handler_{{i * 37 % 101}}.py","errors":0,"on_failure":"none","summary":"0 errors, no failures"}""")) + "]";
        string text = SampledTables.Sample(json, Anchors.None);
        Assert.True(text.Split('\n').Length < 30, text);
    }
}
