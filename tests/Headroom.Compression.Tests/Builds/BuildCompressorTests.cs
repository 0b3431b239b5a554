using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Builds;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Tests.Logs;

namespace Headroom.Compression.Tests.Builds;

public sealed class BuildCompressorTests
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);

    public static TheoryData<string> Tools => [.. GeneratedBuilds.Tools];

    [Fact]
    public void A_run_of_vitest_is_told_by_its_ticks_and_its_failures_stay()
    {
        string run = " RUN  v1.6.0 /srv/app\n\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $" ✓ src/part{i}.test.ts (5 tests) {i + 3}ms\n"))
            + " ❯ src/cart.test.ts (3 tests | 1 failed) 12ms\n   × adds an item\n     → expected 2 to be 3\n\n Test Files  1 failed | 60 passed (61)\n      Tests  1 failed | 302 passed (303)\n";
        BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Balanced)
            .Compress(Encoding.UTF8.GetBytes(run), new BlockContext("Bash", Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8)));
        string output = Encoding.UTF8.GetString(outcome.Output!);
        Assert.Equal(ContentKind.Build, outcome.Kind);
        Assert.All(["src/cart.test.ts (3 tests | 1 failed)", "× adds an item", "→ expected 2 to be 3", "1 failed | 302 passed (303)"], line => Assert.Contains(line, output, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Tools))]
    public void Output_of_a_tool_is_recognised(string tool) =>
        Assert.Equal(ContentKind.Build, ContentDetector.Detect(Bytes(GeneratedBuilds.Of(tool).Text)));

    [Theory]
    [MemberData(nameof(Tools))]
    public void No_failure_is_missed(string tool)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            (string text, string[] failures) = GeneratedBuilds.Of(tool, seed, size: 60);
            string output = Sampled(Bytes(text), Anchors.None) is { } sampled ? Text(sampled) : text;
            Assert.All(failures, failure => Assert.Contains("\n" + failure + "\n", "\n" + output));
        }
    }

    [Theory]
    [InlineData("pytest", 75)]
    [InlineData("go", 85)]
    [InlineData("cargo", 85)]
    [InlineData("dotnet", 85)]
    [InlineData("jest", 65)]
    [InlineData("gcc", 85)]
    [InlineData("docker", 85)]
    [InlineData("pip", 85)]
    public void Output_with_one_failure_gets_much_smaller(string tool, int leastPercent)
    {
        BlockOutcome outcome = Outcome(GeneratedBuilds.Of(tool).Text);
        Assert.InRange(100 - (100 * outcome.TokensAfter / outcome.TokensBefore), leastPercent, 100);
    }

    [Fact]
    public void Passed_tests_are_counted_per_file()
    {
        string output = Compress(GeneratedBuilds.Of("pytest", seed: 3).Text);
        long counted = Regex.Matches(output, "^… ([0-9]+) passed", RegexOptions.Multiline).Sum(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Equal(119, counted);
        Assert.Matches("tests/test_[abc]\\.py 40", output);
    }

    [Fact]
    public void Very_many_errors_of_one_template_are_summed_up_with_their_count()
    {
        Proposal sampled = Sampled(Bytes(GeneratedBuilds.Of("tsc", size: 400).Text), Anchors.None)!;
        long folded = Regex.Matches(Text(sampled), "^×([0-9]+) [0-9]+–[0-9]+: .*error TS2345", RegexOptions.Multiline).Sum(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Equal(400, folded + sampled.ShownItemCount);
        Assert.True(folded > 300);
        Assert.All(Enumerable.Range(0, 400), i => Assert.Matches($"view{i % 7}\\.tsx\\({i + 3},|[ ,]{i % 7} {i + 3}[ ,]|{i + 3},{(i % 40) + 1}", Text(sampled)));
    }

    [Fact]
    public void Warnings_of_one_kind_are_shown_once_and_every_other_place_is_named()
    {
        string text = string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"warning: unused variable: `v`\n --> src/main.rs:{i + 3}:{(i % 9) + 4}\n  |\n{i + 3} | let v = assert_all({i});\n  |     ^ help: prefix it\n\n")) + "test result: ok. 0 passed; 0 failed\n";
        string output = Text(Sampled(Bytes(text), Anchors.None)!);
        Assert.Contains("3 | let v = assert_all(0);\n", output);
        Assert.DoesNotContain("assert_all(7)", output);
        Assert.All(Enumerable.Range(0, 40), i => Assert.Contains($"{i + 3}:{(i % 9) + 4}", output));
    }

    [Fact]
    public void A_question_brings_a_passed_test_back()
    {
        string text = GeneratedBuilds.Of("cargo", seed: 1).Text;
        byte[] content = Bytes(text);
        Proposal plain = Sampled(content, Anchors.None)!;
        Proposal asked = Sampled(content, Anchors.FromQuestion("did case_117 pass?"))!;
        Assert.DoesNotContain("test ledger::tests::case_117 ... ok", Text(plain));
        Assert.Contains("test ledger::tests::case_117 ... ok", Text(asked));
        Assert.Equal(["case_117"], asked.UsedAnchors.Terms);
        Assert.Equal(plain.Text, Sampled(content, Anchors.FromQuestion("why does unrelated_thing matter?"))!.Text);
    }

    [Fact]
    public void Words_that_a_program_printed_are_no_verdicts()
    {
        string output = Text(Sampled(Bytes(GeneratedBuilds.Of("gcc", size: 20).Text + "ok then, the totals differ\nPassed on to the next stage\n"), Anchors.None)!);
        Assert.Contains("\nok then, the totals differ\nPassed on to the next stage\n", output);
        Assert.DoesNotContain(" passed", output);
    }

    [Fact]
    public void An_overwritten_progress_bar_shows_its_last_state()
    {
        string bar = string.Join('\r', Enumerable.Range(0, 101).Select(i => string.Create(CultureInfo.InvariantCulture, $"building {i}% of all parts")));
        string output = Compress(bar + "\n" + GeneratedBuilds.Of("gcc", size: 20).Text);
        Assert.Contains("… 100 overwritten states\nbuilding 100% of all parts\n", output);
    }

    [Fact]
    public void Prose_that_speaks_of_errors_is_no_build_output()
    {
        string prose = string.Concat(Enumerable.Range(0, 80).Select(i =>
            $"Chapter {i}. When a critical error occurs the build has failed, and FAILED jobs are retried.\nerror: is printed first. See notes.md for more.\n\n"));
        Assert.NotEqual(ContentKind.Build, ContentDetector.Detect(Bytes(prose)));
    }

    [Theory]
    [InlineData("10:00:0{0} error disk {0} is full")]
    [InlineData("2025-03-04 10:00:0{0} ERROR Failed to write block {0}")]
    [InlineData("ERROR worker{0}: job refused")]
    public void A_log_full_of_errors_is_no_build_output(string shape) =>
        Assert.Equal(ContentKind.Log, ContentDetector.Detect(Bytes(string.Concat(Enumerable.Range(0, 9).Select(i => string.Format(CultureInfo.InvariantCulture, shape, i) + "\n")))));

    [Fact]
    public void Every_line_of_a_sample_is_a_stamp_or_stands_in_the_output_in_that_order() =>
        ForAnyOutput(content =>
        {
            if (Sampled(content, Anchors.None) is not { } sampled)
            {
                return;
            }

            string[] original = ByteText(content).Replace("\r\n", "\n").Split('\n');
            int at = 0;
            foreach (string line in ByteText(sampled.Text).Split('\n')[1..^1].Where(line => !Regex.IsMatch(line, "^(â\u0080¦ |Ã\u0097)")))
            {
                int found = Array.FindIndex(original, at, candidate => candidate.TrimEnd('\r').EndsWith(line.TrimEnd('\r'), StringComparison.Ordinal));
                Assert.True(found >= at, line);
                at = found + 1;
            }

            Assert.EndsWith($"[{sampled.ItemCount} lines → {sampled.ShownItemCount} shown. Full content: headroom_retrieve hash={Hash}]", Encoding.UTF8.GetString(sampled.Text));
        });

    [Fact]
    public void Folded_output_can_be_rebuilt_byte_for_byte() =>
        ForAnyOutput(content =>
        {
            if (Propose(content, Anchors.None, marker: null) is [{ IsLossless: true } folded])
            {
                Assert.Equal(ByteText(content), ByteText(FoldedLogDecoder.Decode(folded.Text)));
            }
        });

    [Fact]
    public void Any_bytes_pass_and_come_out_equal_and_never_longer() =>
        ForAnyOutput(content =>
        {
            var compressor = new BlockCompressor(CompressionProfiles.Balanced with { MinBytes = 1 });
            BlockOutcome outcome = compressor.Compress(content, new BlockContext(null, Anchors.None, Hash));
            Assert.True(outcome.TokensAfter <= outcome.TokensBefore);
            Assert.Equal(outcome.Output, compressor.Compress(content, new BlockContext(null, Anchors.None, Hash)).Output);
            Assert.All(Propose(content, Anchors.None, marker: null), proposal => Assert.True(proposal.IsLossless));
        });

    [Theory]
    [InlineData("#1 0.1 ")]
    [InlineData("12:00:00 ")]
    [InlineData("[ 1%] ")]
    [InlineData("a::b ")]
    [InlineData("\u001b[31m")]
    [InlineData("a.c:1:")]
    public void A_line_that_repeats_a_shape_without_end_is_read_at_once(string shape) =>
        Assert.NotEqual((LineRole)255, LineReader.Read(Bytes(string.Concat(Enumerable.Repeat(shape, 200_000)))).Role);

    private static void ForAnyOutput(Action<byte[]> property) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => property(GeneratedBuilds.Mutated(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static BlockOutcome Outcome(string text) => new BlockCompressor(CompressionProfiles.Balanced).Compress(Bytes(text), new BlockContext("Bash", Anchors.None, Hash));

    private static string Compress(string text) => Outcome(text).Output is { } output ? Encoding.UTF8.GetString(output) : text;

    private static Proposal? Sampled(byte[] content, Anchors anchors) => Propose(content, anchors, Hash).FirstOrDefault(proposal => !proposal.IsLossless);

    private static IReadOnlyList<Proposal> Propose(byte[] content, Anchors anchors, MarkerHash? marker) =>
        new BuildCompressor().Propose(content, new BlockContext("Bash", anchors, marker), CompressionProfiles.Balanced, CancellationToken.None);

    private static string Text(Proposal proposal) => Encoding.UTF8.GetString(proposal.Text);

    private static string ByteText(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
