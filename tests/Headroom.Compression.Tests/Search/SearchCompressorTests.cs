using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Search;
using Headroom.Compression.Tests.Sequences;

namespace Headroom.Compression.Tests.Search;

public sealed class SearchCompressorTests
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Grouped_results_can_be_rebuilt_byte_for_byte() =>
        ForAnyResult(content =>
        {
            if (Propose(content).FirstOrDefault(proposal => proposal.IsLossless) is { } grouped)
            {
                Assert.Equal(ByteText.Of(content), ByteText.Of(GroupedSearchDecoder.Decode(grouped.Text)));
            }
        });

    [Fact]
    public void Some_generated_results_are_grouped_so_that_the_round_trip_proves_something() =>
        Assert.InRange(Enumerable.Range(0, 200).Count(seed => Propose(GeneratedSearch.Any(seed)).Any(proposal => proposal.IsLossless)), 60, 200);

    [Fact]
    public void Every_row_of_a_sample_stands_in_the_results_at_its_path() =>
        Prop.ForAll(Seeds(), seed =>
        {
            byte[] content = GeneratedSearch.Any(seed);
            if (Sampled(content) is not { } sampled)
            {
                return;
            }

            string original = "\n" + Encoding.UTF8.GetString(content).Replace("\r\n", "\n");
            foreach (string line in Encoding.UTF8.GetString(sampled.Text).Split('\n').Skip(1).Where(line => Regex.IsMatch(line, "^[0-9]+[:-]")))
            {
                string row = Regex.Replace(Regex.Replace(line, " \\[×[0-9]+\\]$", ""), "…\\[\\+[0-9]+\\]$", "");
                Assert.Matches("[:-]" + Regex.Escape(row), original);
            }
        }).Check(Thorough);

    [Fact]
    public void Counts_at_paths_add_up_to_all_hits() =>
        Prop.ForAll(Seeds(), seed =>
        {
            byte[] content = GeneratedSearch.Any(seed);
            if (Sampled(content) is not { } sampled)
            {
                return;
            }

            string[] lines = Encoding.UTF8.GetString(sampled.Text).Split('\n')[1..^1];
            long paths = lines.Where(line => !Regex.IsMatch(line, "^([0-9]+[:-]|×|\\$|57 matches)"))
                .SelectMany(line => Regex.Matches(line, "(?<=[^\\[]) ×([0-9]+)(?= \\([0-9]+ errors?\\)|, |$)|^ ×([0-9]+)"))
                .Sum(match => long.Parse(match.Value.Trim()[1..], CultureInfo.InvariantCulture));
            long acrossFiles = lines.Where(line => line.StartsWith('×') && line.Contains("gen/part", StringComparison.Ordinal))
                .Sum(line => long.Parse(line[1..line.IndexOf(' ')], CultureInfo.InvariantCulture));
            if (SearchEvidence.Shape(content) == SearchShape.Numbered)
            {
                Assert.Equal(sampled.ItemCount, paths + acrossFiles);
            }
        }).Check(Thorough);

    [Fact]
    public void A_sample_ends_in_its_only_marker() =>
        ForAnyResult(content =>
        {
            if (Sampled(content) is { } sampled)
            {
                Assert.EndsWith($"[{sampled.ItemCount} hits → {sampled.ShownItemCount} shown. Full content: headroom_retrieve hash={Hash}]", Encoding.UTF8.GetString(sampled.Text));
            }
        });

    [Fact]
    public void Any_bytes_pass_and_come_out_equal_and_never_longer() =>
        ForAnyResult(content =>
        {
            var compressor = new BlockCompressor(CompressionProfiles.Balanced with { MinBytes = 1 });
            var context = new BlockContext(null, Anchors.FromQuestion("where is the ValueError in user-service raised?"), Hash);
            BlockOutcome outcome = compressor.Compress(content, context);
            Assert.True(outcome.TokensAfter <= outcome.TokensBefore);
            Assert.Equal(outcome.Output, compressor.Compress(content, context).Output);
            Assert.All(Propose(content, marker: null), proposal => Assert.True(proposal.IsLossless));
        });

    [Fact]
    public void Dashes_and_dates_in_a_path_do_not_end_it()
    {
        byte[] content = Lines(Enumerable.Range(0, 40).Select(i => $"logs/2024-01-05-app.log:{i * i}:entry {(char)('a' + (i % 26))}{i} done"));
        string text = Text(Propose(content).Single(proposal => proposal.IsLossless).Text);
        Assert.Contains("\nlogs/2024-01-05-app.log\n0:entry a0 done\n", text);
    }

    [Fact]
    public void Context_lines_belong_to_the_file_of_their_hit_even_before_it()
    {
        byte[] content = Lines(Enumerable.Range(1, 12).SelectMany(i => new[] { $"a-7-b/f{i}x.c-{i}-before 9-9", $"a-7-b/f{i}x.c:{i + 1}:hit {i * i}", $"a-7-b/f{i}x.c-{i + 2}-after", "--" }));
        SearchBlock block = SearchBlock.Read(content, SearchEvidence.Shape(content));
        Assert.Equal((12, 12, 24), (block.FileCount, block.HitCount, block.ContextCount));
    }

    [Fact]
    public void Many_files_with_one_hit_each_are_all_named_and_an_odd_one_is_shown()
    {
        byte[] content = Lines(Enumerable.Range(0, 300).Select(i => i == 67
            ? "src/pkg7/file67.py:77:raise RuntimeError('order 4711 failed')"
            : $"src/pkg{i % 20}/file{i}.py:{i + 10}:def handler_{i}(request): return process(request, {i})"));
        BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Balanced).Compress(content, new BlockContext(null, Anchors.None, Hash));
        string text = Text(outcome.Output!);
        Assert.Contains("order 4711 failed", text);
        Assert.Contains("×67 src/pkg<0…19 ↻>/file<0…66>.py:<10…76>:def handler_<0…66>(request): return process(request, <0…66>)", text);
        Assert.True(outcome.TokensAfter * 20 < outcome.TokensBefore);
    }

    [Fact]
    public void Errors_among_log_hits_are_shown()
    {
        string[] hits = [.. Enumerable.Range(0, 400).Select(i => $"app{i % 5}.log:{i * 3}:2024-01-05T10:00:{i % 60:00}Z INFO  worker{(char)('a' + (i % 17))} did step {(char)('k' + (i % 13))}")];
        hits[211] = "app1.log:633:2024-01-05T10:00:31Z ERROR pool exhausted after 31 tries";
        Assert.Contains("ERROR pool exhausted after 31 tries", Text(Sampled(Lines(hits))!.Text));
    }

    [Fact]
    public void What_the_question_names_is_shown_and_reported()
    {
        byte[] content = Lines(Enumerable.Range(0, 500).Select(i =>
            $"src/mod{i / 170}.py:{i}:    {(i == 333 ? "frobnicate" : "compute" + (char)('a' + (i % 26)) + (char)('a' + (i / 26)))}(zeta)"));
        Assert.DoesNotContain("frobnicate", Text(Sampled(content)!.Text));
        Proposal named = Sampled(content, "where is frobnicate called?")!;
        Assert.Contains("frobnicate(zeta)", Text(named.Text));
        Assert.Contains("frobnicate", named.UsedAnchors.Terms);
        Assert.Equal(Sampled(content)!.Text, Sampled(content, "who wrote quuxification?")!.Text);
    }

    [Theory]
    [InlineData("src/a.py:12:x = 1\nsrc/a.py:14:y\nsrc/b.py:3:z\n", "Numbered")]
    [InlineData("C:\\a\\b.cs:12:x\nC:\\a\\b.cs:15:y\nC:/a/c.cs:1:z\n", "Numbered")]
    [InlineData("src/a.py:12:5:x = 1\nsrc/a.py:14:9:y\nsrc/b.py:3:1:z\n", "Numbered")]
    [InlineData("src/a.py\n12:x\n14:y\n\nsrc/b.py\n3:z\n", "Heading")]
    [InlineData("3:a\n12:b\n44:c\n71:d\n90:e\n", "SingleFile")]
    [InlineData("src/a.py:x = 1\nsrc/a.py:y\nsrc/b.py:z\n", "Unnumbered")]
    [InlineData("src/a.py:3\nsrc/b.py:0\nsrc/c.py:12\nsrc/d.py:1\n", "None")]
    [InlineData("1:a\n2:b\n3:c\n4:d\n5:e\n", "None")]
    [InlineData("10:15:30 started\n10:15:31 stopped\n10:15:32 again\n", "None")]
    [InlineData("2024-01-05 10:15:30 INFO a.b started\n2024-01-05 10:15:31 INFO a.b done\n2024-01-05 10:15:32 INFO a.b x\n", "None")]
    [InlineData("src/a.c:12:5: error: expected ';'\nsrc/a.c:14:9: warning: unused\nsrc/b.c:3:1: error: no type\n", "None")]
    [InlineData("See the note.\nIt was at 10:30: nobody came.\nName: value\n", "None")]
    public void Shapes_are_told_apart(string text, string shape) => Assert.Equal(shape, SearchEvidence.Shape(Encoding.UTF8.GetBytes(text)).ToString());

    [Fact]
    public void Events_of_ripgrep_come_out_as_headings_and_rows()
    {
        var events = new StringBuilder();
        for (int file = 0; file < 3; file++)
        {
            events.Append("{\"type\":\"begin\",\"data\":{\"path\":{\"text\":\"src/" + (char)('a' + file) + ".rs\"}}}\n");
            for (int i = 1; i < 6; i++)
            {
                string text = $"let {(char)('p' + (i * i % 9))} = \\\"é{(char)('a' + i + file)}\\\";";
                events.Append("{\"type\":\"match\",\"data\":{\"path\":{\"text\":\"src/a.rs\"},\"lines\":{\"text\":\"" + text + "\\n\"},\"line_number\":" + (i * 7)
                    + ",\"absolute_offset\":99,\"submatches\":[{\"match\":{\"text\":\"let\"},\"start\":0,\"end\":3}]}}\n");
            }

            events.Append("{\"type\":\"end\",\"data\":{\"path\":{\"text\":\"src/a.rs\"},\"binary_offset\":null,\"stats\":{}}}\n");
        }

        BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Balanced).Compress(Encoding.UTF8.GetBytes(events.ToString()), new BlockContext("Grep", Anchors.None, Hash));
        Assert.Equal((ContentKind.Search, 15), (outcome.Kind, outcome.ItemCount));
        Assert.Contains("src/b.rs\n7:let q = \"éc\";\n", Text(outcome.Output!));
        Assert.False(outcome.IsLossless);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("a.b:1:")]
    [InlineData(":1:2:3:4:5:6\n:1:2:3:4:5:6\n:1:2\n")]
    public void Tiny_input_is_no_harm(string text) => Assert.NotNull(Propose(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Hostile_input_takes_linear_time()
    {
        byte[][] inputs =
        [
            [.. Enumerable.Repeat((byte)':', 3_000_000)],
            [.. Enumerable.Repeat("a/b.c:1:"u8.ToArray(), 400_000).SelectMany(bytes => bytes)],
            [.. Enumerable.Repeat("a/b.c:1:x\na/b.c-2\n"u8.ToArray(), 150_000).SelectMany(bytes => bytes)],
            Lines(Enumerable.Range(0, 150_000).Select(i => $"a/{i}.c:1:{i}\n\n")),
        ];
        Assert.All(inputs, input => Assert.NotNull(Propose(input)));
    }

    private static void ForAnyResult(Action<byte[]> assert) =>
        Prop.ForAll(Seeds(), seed =>
        {
            assert(GeneratedSearch.Any(seed));
            assert(ByteText.Mutated(GeneratedSearch.Any(seed), new Random(seed)));
        }).Check(Thorough);

    private static Arbitrary<int> Seeds() => Gen.Choose(0, int.MaxValue).ToArbitrary();

    private static IReadOnlyList<Proposal> Propose(byte[] content) => Propose(content, Hash);

    private static IReadOnlyList<Proposal> Propose(byte[] content, MarkerHash? marker, string question = "") =>
        new SearchCompressor().Propose(content, new BlockContext(null, Anchors.FromQuestion(question), marker), CompressionProfiles.Balanced, CancellationToken.None);

    private static Proposal? Sampled(byte[] content, string question = "") => Propose(content, Hash, question).FirstOrDefault(proposal => !proposal.IsLossless);

    private static byte[] Lines(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}
