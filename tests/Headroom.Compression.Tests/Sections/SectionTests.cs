using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Sections;

namespace Headroom.Compression.Tests.Sections;

/// <summary>Blocks of several kinds: what belongs together is treated by what it is, and nothing between it is lost.</summary>
public sealed class SectionTests
{
    private const string Words = "The run below took longer than usual, so I looked at both services. ";

    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash(new byte[12]);

    private static readonly string Log = string.Concat(Enumerable.Range(0, 90).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"2026-02-03T04:05:{i % 60:00}.000Z {(i == 40 ? "ERROR shard 7 lost its lease" : $"INFO  request {i * 7919 % 100_000} done in {i % 17} ms")}\n")));

    private static readonly string Json = string.Concat("[\n", string.Join(",\n", Enumerable.Range(0, 90).Select(i => $$"""  {"id": {{i}}, "state": "{{(i == 61 ? "failed" : "ok")}}", "name": "row {{i * 7919 % 1000}}"}""")), "\n]\n");

    private static readonly string Search = string.Concat(Enumerable.Range(0, 60).Select(i => $"src/part{i / 9}/file{i % 4}.cs:{i * 3 + 1}:    Do(item{i * 31 % 97});\n"));

    public static TheoryData<string> Mixtures => new(
        $"Exit code: 0\nWall time: 2.1 seconds\nOutput:\n{Log}\nHits:\n{Search}",
        $"{Words}\n\n```\n{Log}```\n\n{Words}\n\n```json\n{Json}```\nThat is all.\n",
        $"{Words}\n{Json}{Words}\n{Log}",
        $"<stdout>\n{Search}</stdout>\n<stderr>\n{Log}</stderr>\n",
        $"<context>\nOutput: {Json}Process Group: 7\n</context>",
        $"==== api ====\n{Log}\n==== grep ====\n{Search}",
        $"{Words}\n\n{Log}\n\n{Words}{Words}{Words}\n\n{Search}");

    public static TheoryData<int, int, string> Cuts => new()
    {
        { 3000, 700, "…3123 chars truncated…" },
        { 3000, 0, "" },
        { 2500, 2500, "\n... [output truncated] ...\n" },
        { 2500, 2500, "" },
    };

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Of_json_that_was_cut_the_whole_records_become_rows_and_the_cut_stays_as_it_is(int head, int tail, string cut)
    {
        string rows = "{\"total\": 90, \"rows\": " + Json.TrimEnd() + "}\n";
        string text = $"Exit code: 0\nOutput:\n{rows[..head]}{cut}{rows[^tail..]}";
        Assert.Contains("mixed:sections", Compress($"Command: cat rows.json\nOutput: {rows[..head]}{cut}{rows[^tail..]}\nError: (none)\n", Hash).Transforms);
        BlockOutcome outcome = Compress(text, Hash);
        string output = Encoding.UTF8.GetString(outcome.Output!);
        Assert.True(outcome.TokensAfter * 2 < outcome.TokensBefore, output);
        Assert.Contains("Exit code: 0\nOutput:\n{\"total\": 90, \"rows\": [\n", output, StringComparison.Ordinal);
        Assert.Contains(cut, output, StringComparison.Ordinal);
        Assert.Equal(text.Contains("\"failed\"", StringComparison.Ordinal), output.Contains("failed", StringComparison.Ordinal));
        if (tail > 0)
        {
            Assert.Contains("]}\n", output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Mixtures))]
    public void Every_kind_in_a_mixture_is_found_and_shortened_and_what_stands_between_stays(string text)
    {
        BlockOutcome outcome = Compress(text, Hash);
        string output = Encoding.UTF8.GetString(outcome.Output!);
        Assert.Equal(ContentKind.Mixed, outcome.Kind);
        Assert.True(outcome.TokensAfter * 2 < outcome.TokensBefore, output);
        Assert.All(text.Split('\n').Where(line => line.StartsWith("The run", StringComparison.Ordinal) || line.StartsWith("Exit", StringComparison.Ordinal) || line.StartsWith('<') || line.StartsWith("====", StringComparison.Ordinal) || line.StartsWith("```", StringComparison.Ordinal)),
            line => Assert.Contains($"{line}\n", output, StringComparison.Ordinal));
        Assert.Equal(text.Contains("shard 7", StringComparison.Ordinal), output.Contains("ERROR shard 7 lost its lease", StringComparison.Ordinal));
        Assert.Equal(text.Contains("failed", StringComparison.Ordinal), output.Contains("failed", StringComparison.Ordinal));
        Assert.EndsWith($"sections shortened. Full content: headroom_retrieve hash={Hash}]", output, StringComparison.Ordinal);
        Assert.Equal(output.LastIndexOf("hash=", StringComparison.Ordinal), output.IndexOf("hash=", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Mixtures))]
    public void Without_a_handle_a_mixture_stays_as_it_is(string text) => Assert.Null(Compress(text, null).Output);

    [Theory]
    [InlineData("$ cat notes\n", "# Notes\n\nBuild it first; then run the tests, twice.\n\n- [ ] one: two\n- [ ] three\n")]
    public void What_has_no_kind_of_its_own_is_text(string first, string repeated) =>
        Assert.Equal(ContentKind.Text, ContentDetector.Detect(Encoding.UTF8.GetBytes(first + string.Concat(Enumerable.Repeat(repeated, 20)))));

    [Fact]
    public void Settings_are_settings_as_a_whole_and_stay_as_they_are()
    {
        string settings = string.Concat(Enumerable.Repeat("name: ci\non:\n  push:\n    branches: [main]\njobs:\n  build:\n    steps:\n      - run: make\n", 20));
        BlockOutcome outcome = Compress(settings, Hash);
        Assert.Equal(ContentKind.Config, outcome.Kind);
        Assert.Null(outcome.Output);
    }

    [Fact]
    public void The_anchors_of_every_section_are_reported()
    {
        string text = $"{Words}\n{Json}{Words}\n{string.Concat(Enumerable.Range(0, 9).Select(i => Log.Replace("request ", $"request {i}", StringComparison.Ordinal)))}";
        string unasked = Encoding.UTF8.GetString(Compress(text, Hash).Output!);
        BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Balanced).Compress(Encoding.UTF8.GetBytes(text), new BlockContext(null, Anchors.FromQuestion("what about request 531676?"), Hash));
        Assert.DoesNotContain("531676", unasked, StringComparison.Ordinal);
        Assert.Contains("531676", Encoding.UTF8.GetString(outcome.Output!), StringComparison.Ordinal);
        Assert.Contains("531676", outcome.UsedAnchors.Terms);
    }

    [Fact]
    public void The_sections_join_to_the_same_bytes() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            byte[] text = Mutated(seed);
            IReadOnlyList<Section> sections = SectionSplitter.Split(text);
            Assert.Equal(sections.Count == 0 ? [] : text, sections.SelectMany(section => section.Of(text).ToArray()));
            Assert.All(sections.Zip(sections.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void No_mixture_grows_or_throws_and_the_same_one_gives_the_same_bytes() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            byte[] text = Mutated(seed);
            var compressor = new BlockCompressor(CompressionProfiles.Aggressive);
            BlockOutcome first = compressor.Compress(text, new BlockContext(null, Anchors.None, Hash));
            Assert.True(first.TokensAfter <= first.TokensBefore);
            Assert.Equal(first.Output, compressor.Compress(text, new BlockContext(null, Anchors.None, Hash)).Output);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Theory]
    [InlineData("```a\n")]
    [InlineData("[\n")]
    [InlineData("{\"a\":\n")]
    [InlineData("[1]x\n")]
    [InlineData("====\n\n")]
    public void Repeated_boundaries_that_bound_nothing_are_text_and_do_not_hang(string line)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, 2_000_000 / line.Length)));
        Assert.Equal(ContentKind.Text, ContentDetector.Detect(text));
    }

    private static BlockOutcome Compress(string text, MarkerHash? hash) =>
        new BlockCompressor(CompressionProfiles.Balanced).Compress(Encoding.UTF8.GetBytes(text), new BlockContext("Bash", Anchors.None, hash));

    /// <summary>Pieces of all kinds in any order, with some bytes changed.</summary>
    private static byte[] Mutated(int seed)
    {
        var random = new Random(seed);
        string[] pieces = [Log, Json, Search, Words, "```\n", "~~~~ x\n", "\n\n", "Output:\n", "</stdout>\n", "[note one]\n", "{\"a\":\n", "====\r\n", "\u2028é\n"];
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)])));
        for (int i = random.Next(4); i > 0; i--)
        {
            text[random.Next(text.Length)] = (byte)random.Next(256);
        }

        return text;
    }
}
