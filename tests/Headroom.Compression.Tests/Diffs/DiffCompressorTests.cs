using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Diffs;
using Headroom.Compression.Markers;
using Headroom.Compression.Tests.Sequences;

namespace Headroom.Compression.Tests.Diffs;

public sealed partial class DiffCompressorTests
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void A_folded_diff_can_be_rebuilt_byte_for_byte()
    {
        int proven = 0;
        ForAnyDiff(content =>
        {
            if (Propose(content).FirstOrDefault(proposal => proposal.IsLossless) is { } folded)
            {
                Assert.Equal(ByteText.Of(content), ByteText.Of(FoldedDiffDecoder.Decode(folded.Text)));
                proven++;
            }
        });
        Assert.True(proven > 300, $"only {proven}");
    }

    [Fact]
    public void Lines_and_stamps_of_a_sample_add_up_to_the_diff_in_its_order() =>
        Prop.ForAll(Seeds(), seed =>
        {
            byte[] content = GeneratedDiffs.Any(seed);
            if (Sampled(content) is not { } sampled)
            {
                return;
            }

            string[] original = Text(content).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
            int at = 0;
            foreach (string line in Text(sampled.Text).Split('\n')[1..^1])
            {
                if (Stamp().Match(line) is { Success: true } stamp)
                {
                    for (int kind = 1; kind <= 4; kind++)
                    {
                        at += stamp.Groups[kind].Success ? int.Parse(stamp.Groups[kind].Value, CultureInfo.InvariantCulture) : 0;
                    }
                }
                else if (line.StartsWith("==", StringComparison.Ordinal))
                {
                    // The line stands for git's header; a bare === only gives the counts.
                    at += line.StartsWith("=== +", StringComparison.Ordinal) ? 0 : line.StartsWith("===", StringComparison.Ordinal) ? 4 : 5;
                }
                else
                {
                    Assert.Equal(original[at++], line);
                }
            }

            Assert.Equal(original.Length, at);
        }).Check(Thorough);

    [Fact]
    public void Every_file_and_hunk_of_a_sample_is_named_and_the_totals_are_true() =>
        Prop.ForAll(Seeds(), seed =>
        {
            byte[] content = GeneratedDiffs.Any(seed);
            if (Sampled(content) is not { } sampled)
            {
                return;
            }

            string text = Text(sampled.Text);
            DiffBlock block = DiffBlock.Read(content);
            Assert.Equal(block.Files.Count, Regex.Count(text, "^==[=+-].* \\+[0-9]+ −[0-9]+$", RegexOptions.Multiline));
            foreach (DiffFile file in block.Files)
            {
                Assert.Contains(Encoding.UTF8.GetString(DiffNames.Path(content, block, file)), text);
                Assert.All(file.Hunks, hunk => Assert.Contains("\n" + Encoding.UTF8.GetString(block.Lines[content, hunk.Header]) + "\n", text));
            }

            Assert.Contains($"+{block.Added} −{block.Removed} lines in {block.HunkCount} hunk", text);
            Assert.EndsWith($"[{sampled.ItemCount} lines → {sampled.ShownItemCount} shown. Full content: headroom_retrieve hash={Hash}]", text);
        }).Check(Thorough);

    [Fact]
    public void Any_bytes_pass_and_come_out_equal_and_never_longer() =>
        ForAnyDiff(content =>
        {
            var compressor = new BlockCompressor(CompressionProfiles.Balanced with { MinBytes = 1 });
            var context = new BlockContext(null, Anchors.FromQuestion("where is the StateException thrown in lib/deep?"), Hash);
            BlockOutcome outcome = compressor.Compress(content, context);
            Assert.True(outcome.TokensAfter <= outcome.TokensBefore);
            Assert.Equal(outcome.Output, compressor.Compress(content, context).Output);
            Assert.All(Propose(content, null), proposal => Assert.True(proposal.IsLossless));
        });

    [Fact]
    public void Alike_new_files_are_written_once_with_their_true_mode()
    {
        byte[] content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 30).Select(i =>
            $"diff --git a/f{i}.sh b/f{i}.sh\nnew file mode 100755\nindex 0000000..1111111\n--- /dev/null\n+++ b/f{i}.sh\n@@ -0,0 +1,3 @@\n+line 0 of {i}\n+line 1 of {i}\n+line 2 of {i}\n")));
        BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Conservative).Compress(content, new BlockContext(null, Anchors.None, null));
        string text = Text(outcome.Output!);
        Assert.Contains("×30 9\ndiff --git a/f<0…29>.sh b/f<0…29>.sh\nnew file mode 100755\n", text);
        Assert.True(outcome.TokensAfter * 10 < outcome.TokensBefore);
    }

    [Fact]
    public void A_removed_line_that_looks_like_a_file_name_is_a_removed_line()
    {
        byte[] content = "--- a.sql\n+++ b.sql\n@@ -1,3 +1,3 @@\n select 1\n--- old comment\n+++ new comment\n select 2\n"u8.ToArray();
        DiffBlock block = DiffBlock.Read(content);
        Assert.Equal((1, 1, 1), (block.Files.Count, block.Added, block.Removed));
    }

    [Fact]
    public void Lock_files_white_space_and_repeats_are_folded_with_a_reason()
    {
        string hunk = "@@ -1,3 +1,3 @@\n context\n-    old text here\n+    new text here\n more\n";
        string spaces = "@@ -9,4 +9,4 @@\n context\n-if (x) {\n-  y();\n+if (x)  {\n+      y();\n more\n";
        byte[] content = Encoding.UTF8.GetBytes(File("package-lock.json", hunk) + File("a.cs", hunk) + File("b.cs", hunk) + File("c.cs", spaces) + File("d.cs", "@@ -1 +1 @@\n-a\n+b\n")
            + File("e.cs", "@@ -0,0 +1,90 @@\n" + string.Concat(Enumerable.Repeat("+    a long line of new text\n", 90))));
        string text = Text(Sampled(content)!.Text);
        Assert.Contains("\n@@ -1,3 +1,3 @@\n… −1 +1 =2 generated\n", text);
        Assert.Contains("\n@@ -9,4 +9,4 @@\n… −2 +2 =2 only white space\n", text);
        Assert.Contains("\n… −1 +1 =2 same as @@ -1,3 +1,3 @@", text);
        Assert.Contains("\n-a\n+b\n", text);
    }

    [Fact]
    public void Error_paths_and_what_the_question_names_are_shown_in_a_long_change()
    {
        string body = string.Concat(Enumerable.Range(0, 400).Select(i => i switch
        {
            210 => "+        throw new StoreLostException(key);\n",
            300 => "+    var zebra = Frobnicate();\n",
            _ => $"+    call{(char)('a' + (i % 26))}({i});\n",
        }));
        byte[] content = Encoding.UTF8.GetBytes(File("big.cs", $"@@ -1,0 +1,400 @@\n{body}"));
        Assert.Contains("throw new StoreLostException(key);", Text(Sampled(content)!.Text));
        Assert.DoesNotContain("Frobnicate", Text(Sampled(content)!.Text));
        Proposal named = Sampled(content, "who calls Frobnicate?")!;
        Assert.Contains("+    var zebra = Frobnicate();", Text(named.Text));
        Assert.Contains("frobnicate", named.UsedAnchors.Terms);
        Assert.Equal(Sampled(content)!.Text, Sampled(content, "what about quuxification?")!.Text);
    }

    [Theory]
    [InlineData("diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", true)]
    [InlineData("--- x\n+++ y\n@@ -1,2 +1 @@ f\n a\n-b\n", true)]
    [InlineData("diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1,2 -1,2 +1,3 @@@\n  a\n +b\n+ c\n", true)]
    [InlineData("From 0123 Mon Sep 17\nFrom: A\nSubject: x\n\n---\n x | 2 +-\n\ndiff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n-- \n2.1\n", true)]
    [InlineData("diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n", true)]
    [InlineData("# Title\n\n--- a rule\n+++ another\nNo hunk here.\n", false)]
    [InlineData("Use `diff -u` for this.\n\ndiff -u is fine\n--- \nSee.\n", false)]
    public void A_diff_is_what_parses_as_one(string text, bool isDiff) => Assert.Equal(isDiff, ContentDetector.Detect(Encoding.UTF8.GetBytes(text)) == ContentKind.Diff);

    [Fact]
    public void Merges_count_added_and_removed_lines_of_any_parent()
    {
        byte[] content = "diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1,2 -1,2 +1,5 @@@\n  a\n++<<<<<<< HEAD\n +b\n++=======\n- c\n+ d\n"u8.ToArray();
        DiffBlock block = DiffBlock.Read(content);
        Assert.Equal((1, 4, 1), (block.HunkCount, block.Added, block.Removed));
    }

    [Fact]
    public void Hostile_input_takes_linear_time()
    {
        byte[][] inputs =
        [
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("diff --git a/x b/x\n", 80_000))),
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("--- x\n+++ y\n@@ -1 +1 @@\n-a\n+b\n", 40_000))),
            Encoding.UTF8.GetBytes("--- x\n+++ y\n@@ -1,99999999 +1,99999999 @@\n" + string.Concat(Enumerable.Repeat("-a\n+a\n", 200_000))),
            Encoding.UTF8.GetBytes("--- x\n+++ y\n@@ -2147483647,2147483647 +99999999999999,1 @@\n+" + new string('x', 1_000_000)),
        ];
        Assert.All(inputs, input => Assert.NotNull(Propose(input)));
    }

    private static string File(string path, string hunks) =>
        $"diff --git a/{path} b/{path}\nindex 1a2b3c4..5d6e7f8 100644\n--- a/{path}\n+++ b/{path}\n{hunks}";

    private static void ForAnyDiff(Action<byte[]> assert) =>
        Prop.ForAll(Seeds(), seed =>
        {
            assert(GeneratedDiffs.Any(seed));
            assert(ByteText.Mutated(GeneratedDiffs.Any(seed), new Random(seed)));
        }).Check(Thorough);

    private static Arbitrary<int> Seeds() => Gen.Choose(0, int.MaxValue).ToArbitrary();

    private static IReadOnlyList<Proposal> Propose(byte[] content) => Propose(content, Hash);

    private static IReadOnlyList<Proposal> Propose(byte[] content, MarkerHash? marker, string question = "") =>
        new DiffCompressor().Propose(content, new BlockContext(null, Anchors.FromQuestion(question), marker), CompressionProfiles.Balanced, CancellationToken.None);

    private static Proposal? Sampled(byte[] content, string question = "") => Propose(content, Hash, question).FirstOrDefault(proposal => !proposal.IsLossless);

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);

    [GeneratedRegex("^…(?: −([0-9]+))?(?: \\+([0-9]+))?(?: =([0-9]+))?(?: lines ([0-9]+))?(?: generated| only white space| same as .*)?$")]
    private static partial Regex Stamp();
}
