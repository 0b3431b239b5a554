using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Code;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Tests.Fuzzing;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Tests.Code;

public sealed class CodeCompressing
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);

    public static TheoryData<CodeLanguage> Languages => [.. GeneratedCode.Languages];

    [Fact]
    public void A_file_of_python_keeps_its_signatures_and_leaves_bodies_out()
    {
        BlockOutcome outcome = Compress(GeneratedCode.Python(functions: 12), CompressionProfiles.Aggressive);
        string output = Text(outcome);
        Assert.Equal(ContentKind.Code, outcome.Kind);
        Assert.All(Enumerable.Range(0, 12), i => Assert.Contains($"    def step_{i}(self, value: int) -> int:\n", output, StringComparison.Ordinal));
        Assert.Matches("\n        \\.\\.\\.  # … [0-9]+ lines; raises ValueError\n", output);
        Assert.Matches("\n# \\[[0-9]+ lines → [0-9]+ shown\\. Full content: headroom_retrieve hash=[0-9a-f]{24}\\]$", output);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_file_is_recognised_and_what_is_left_of_it_has_the_same_structure(CodeLanguage language)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            byte[] source = Encoding.UTF8.GetBytes(GeneratedCode.Source(language, functions: 20, seed));
            BlockOutcome outcome = Compress(source, CompressionProfiles.Aggressive);
            Assert.Equal(ContentKind.Code, outcome.Kind);
            Assert.NotNull(outcome.Output);
            Assert.InRange(outcome.TokensAfter, 1, outcome.TokensBefore * 7 / 10);
            Assert.Equal(Names(source, language), Names(outcome.Output, language));
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_line_is_the_originals_or_carries_a_stamp_and_the_counts_add_up(CodeLanguage language)
    {
        string source = GeneratedCode.Source(language, functions: 20, seed: 3);
        string[] original = source.Split('\n');
        string[] output = Text(Compress(source, CompressionProfiles.Aggressive)).Split('\n');
        int at = 0;
        int stamped = 0;
        foreach (string line in output[..^1])
        {
            int stamp = line.IndexOf("… ", StringComparison.Ordinal);
            if (stamp >= 0)
            {
                stamped += int.Parse(line[(stamp + 2)..].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
                continue;
            }

            int next = Array.IndexOf(original, line, at);
            Assert.True(stamped == 0 ? next == at : next >= at + stamped && next <= at + stamped + 2, $"{stamped} lines at {at}, then {next}: {line}");
            stamped = 0;
            at = next + 1;
        }

        Assert.Contains($"[{original.Length - 1} lines → {output.Length - 1} shown.", output[^1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Putting_the_ranges_back_in_place_of_their_stamps_gives_the_file(CodeLanguage language)
    {
        var random = new Random(5);
        for (int seed = 0; seed < 60; seed++)
        {
            string text = GeneratedCode.Source(language, functions: 6, seed);
            byte[] source = seed % 3 == 0 ? Encoding.UTF8.GetBytes(text) : Mutated.Bytes(text, random);
            var elisions = new CodeElisions();
            elisions.Add(source, new CodeFile(language, 0..source.Length), new BuiltInOutline().Read(source, language));
            var selection = CodeSelection.Choose(source, elisions.All, Anchors.None, targetRatio: 0.3);
            var block = new CodeBlock([new CodeFile(language, 0..source.Length)], IsDump: false, Listing: null);
            if (ElidedCode.Write(source, source, block, elisions, selection, Hash, out _, out _) is { } output)
            {
                Assert.Equal(source, Restored(source, output, elisions, selection));
            }
        }
    }

    [Fact]
    public void No_bytes_make_it_throw_inflate_or_differ_from_itself()
    {
        var random = new Random(23);
        for (int seed = 0; seed < 300; seed++)
        {
            byte[] source = Mutated.Bytes(GeneratedCode.Source(GeneratedCode.Languages[seed % 13], random.Next(1, 8), seed), random);
            BlockOutcome outcome = Compress(source, CompressionProfiles.Aggressive);
            Assert.Equal(outcome.Output, Compress(source, CompressionProfiles.Aggressive).Output);
            Assert.True(outcome.Output is null || outcome.TokensAfter < outcome.TokensBefore);
            if (outcome is { Kind: ContentKind.Code, Output: not null })
            {
                Assert.Contains("headroom_retrieve", Text(outcome), StringComparison.Ordinal);
                Assert.False(outcome.IsLossless);
            }
        }
    }

    [Fact]
    public void A_single_file_stays_as_it_is_where_it_may_be_edited()
    {
        BlockOutcome outcome = Compress(GeneratedCode.Python(functions: 12), CompressionProfiles.Balanced);
        Assert.Equal(ContentKind.Code, outcome.Kind);
        Assert.Null(outcome.Output);
    }

    [Fact]
    public void Nothing_is_left_out_where_the_reader_cannot_retrieve_it()
    {
        byte[] source = Encoding.UTF8.GetBytes(GeneratedCode.Python(functions: 12));
        Assert.Null(new BlockCompressor(CompressionProfiles.Aggressive).Compress(source, new BlockContext(null, Anchors.None, null)).Output);
        Assert.Null(Compress(source, CompressionProfiles.Aggressive with { MayOmit = false }).Output);
    }

    [Theory]
    [InlineData("==> src/{0} <==\n{1}\n")]
    [InlineData("--- src/{0} ---\n{1}\n")]
    [InlineData("// File: src/{0}\n{1}\n")]
    [InlineData("================\nFile: src/{0}\n================\n{1}\n")]
    [InlineData("<file path=\"src/{0}\">\n{1}</file>\n")]
    [InlineData("<document index=\"1\">\n<source>src/{0}</source>\n<document_content>\n{1}</document_content>\n</document>\n")]
    [InlineData("## File: src/{0}\n```\n{1}```\n\n")]
    public void Bodies_are_left_out_of_several_files_in_one_block_and_their_wrapping_stays(string wrapper)
    {
        string Wrap(string name, CodeLanguage language) => string.Format(
            System.Globalization.CultureInfo.InvariantCulture, wrapper, name, GeneratedCode.Source(language, functions: 8, seed: 1));
        string dump = Wrap("a.py", CodeLanguage.Python) + Wrap("b.ts", CodeLanguage.TypeScript) + Wrap("c.go", CodeLanguage.Go);
        BlockOutcome outcome = Compress(dump, CompressionProfiles.Balanced);
        string output = Text(outcome);
        Assert.Equal(ContentKind.Code, outcome.Kind);
        Assert.Contains("    def step_7(self, value: int) -> int:\n", output, StringComparison.Ordinal);
        Assert.Contains("...  # … ", output, StringComparison.Ordinal);
        Assert.Contains("Promise<{ total: number }> { /* … ", output, StringComparison.Ordinal);
        Assert.All(dump.Split('\n').Where(line => line.Contains("src/", StringComparison.Ordinal) || line.StartsWith('<') || line.StartsWith("```", StringComparison.Ordinal)),
            line => Assert.Contains(line, output, StringComparison.Ordinal));
        Assert.Matches("\n\\[[0-9]+ lines → [0-9]+ shown\\. ", output);
    }

    [Fact]
    public void Lines_with_numbers_keep_them()
    {
        string[] lines = GeneratedCode.Source(CodeLanguage.CSharp, functions: 12, seed: 1).TrimEnd('\n').Split('\n');
        string listing = string.Concat(lines.Select((line, i) => $"{i + 1,6}\t{line}\n"));
        string[] output = Text(Compress(listing, CompressionProfiles.Aggressive)).Split('\n');
        Assert.All(output[..^1], line => Assert.Matches("^ *[0-9]+\t", line));
        Assert.Contains(output, line => line.EndsWith(" lines; raises InvalidOperationException */ }", StringComparison.Ordinal));
        Assert.All(output[..^1].Where(line => !line.Contains('…', StringComparison.Ordinal)), line => Assert.Contains(line + "\n", listing, StringComparison.Ordinal));
    }

    [Fact]
    public void A_function_that_the_question_names_stays_whole_and_nothing_else_changes()
    {
        byte[] source = Encoding.UTF8.GetBytes(GeneratedCode.Source(CodeLanguage.Java, functions: 30, seed: 2));
        BlockOutcome plain = Compress(source, CompressionProfiles.Aggressive);
        BlockOutcome unrelated = Compress(source, CompressionProfiles.Aggressive, "Why does the frobnicator fail?");
        BlockOutcome asked = Compress(source, CompressionProfiles.Aggressive, "What does step_29() throw?");
        Assert.Equal(plain.Output, unrelated.Output);
        Assert.Contains("        int total = 29;\n", Text(asked), StringComparison.Ordinal);
        Assert.DoesNotContain("        int total = 29;\n", Text(plain), StringComparison.Ordinal);
        Assert.Equal("step_29", asked.UsedAnchors.ToString());
        Assert.Empty(unrelated.UsedAnchors.Terms);
    }

    [Fact]
    public void A_target_decides_how_many_bodies_stay()
    {
        byte[] source = Encoding.UTF8.GetBytes(GeneratedCode.Source(CodeLanguage.Go, functions: 60, seed: 2));
        int few = Compress(source, CompressionProfiles.Aggressive with { TargetRatio = 0.3 }).TokensAfter;
        int many = Compress(source, CompressionProfiles.Aggressive with { TargetRatio = 0.7 }).TokensAfter;
        Assert.True(few * 3 < many * 2, $"{few} and {many}");
    }

    [Theory]
    [InlineData("<?php\n{0}?>\n", "<!-- [")]
    [InlineData("<?php\n{0}", "// [")]
    public void The_marker_is_a_comment_where_it_stands(string wrapper, string expected)
    {
        string source = GeneratedCode.Source(CodeLanguage.Php, functions: 12, seed: 1)["<?php\n".Length..];
        string output = Text(Compress(wrapper.Replace("{0}", source, StringComparison.Ordinal), CompressionProfiles.Aggressive));
        Assert.StartsWith(expected, output.Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Long_literals_comments_and_documentation_are_shortened_so_that_they_stay_what_they_are()
    {
        string source = "#!/usr/bin/env python\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"# Licence line {i}\n"))
            + "\"\"\"Module summary.\n" + string.Concat(Enumerable.Repeat("More words about it.\n", 9)) + "\"\"\"\n"
            + "TABLE = [\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"    'element number {i}',\n")) + "]\n";
        string output = Text(Compress(source, CompressionProfiles.Aggressive));
        Assert.StartsWith(
            "#!/usr/bin/env python\n# … 9 lines\n\"\"\"Module summary. … 9 lines\"\"\"\nTABLE = [\n    'element number 0',\n    'element number 1',\n    'element number 2',  # … 37 lines\n]\n# [",
            output, StringComparison.Ordinal);
    }

    [Fact]
    public void Related_functions_keep_their_bodies_and_only_add_to_what_stays()
    {
        byte[] source = Encoding.UTF8.GetBytes(GeneratedCode.Python(functions: 24));
        string plain = Text(Compress(source, CompressionProfiles.Aggressive));
        int leftOut = Enumerable.Range(0, 23).First(i => BodyOf(plain, i).Contains('…', StringComparison.Ordinal));
        Anchors related = Anchors.None.WithRelated([$"step_{leftOut}"]);
        BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Aggressive).Compress(source, new BlockContext(null, related, Hash));
        Assert.DoesNotContain("…", BodyOf(Text(outcome), leftOut), StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, 23).Where(i => i != leftOut), i => Assert.Equal(BodyOf(plain, i), BodyOf(Text(outcome), i)));
        Assert.Equal(related.ToString(), outcome.UsedAnchors.ToString());
        Assert.Equal(outcome.Output, new BlockCompressor(CompressionProfiles.Aggressive).Compress(source, new BlockContext(null, Anchors.Parse(related.ToString()), Hash)).Output);
    }

    [Fact]
    public void Related_functions_have_a_budget_however_many_there_are()
    {
        byte[] source = Encoding.UTF8.GetBytes(GeneratedCode.Python(functions: 60));
        Anchors all = Anchors.None.WithRelated(Enumerable.Range(0, 60).Select(i => $"step_{i}"));
        BlockOutcome plain = Compress(source, CompressionProfiles.Aggressive);
        BlockOutcome outcome = new BlockCompressor(CompressionProfiles.Aggressive).Compress(source, new BlockContext(null, all, Hash));
        Assert.InRange(outcome.TokensAfter, plain.TokensAfter, plain.TokensAfter + (plain.TokensBefore / 4));
    }

    private static string BodyOf(string code, int step)
    {
        int start = code.IndexOf($"def step_{step}(", StringComparison.Ordinal), end = code.IndexOf("    def ", start + 1, StringComparison.Ordinal);
        return end < 0 ? code[start..] : code[start..end];
    }

    private static byte[] Restored(byte[] source, byte[] output, CodeElisions elisions, CodeSelection selection)
    {
        var restored = new List<byte>();
        int at = 0;
        foreach (CodeElision elision in elisions.All.Where((_, i) => !selection.IsKept(i)))
        {
            var stamp = new Utf8Text(64);
            elision.WriteStamp(source, elisions.Errors, stamp);
            int before = elision.Start - restored.Count;
            restored.AddRange(output[at..(at + before)]);
            Assert.Equal(stamp.ToArray(), output[(at + before)..(at + before + stamp.Length)]);
            at += before + stamp.Length;
            restored.AddRange(source[elision.Start..elision.End]);
        }

        restored.AddRange(output[at..(at + source.Length - restored.Count)]);
        return [.. restored];
    }

    private static IEnumerable<string> Names(byte[] source, CodeLanguage language) =>
        new BuiltInOutline().Read(source, language).Declarations.Select(declaration => Encoding.UTF8.GetString(source[declaration.Name]))
            .Where(name => name.StartsWith("step_", StringComparison.Ordinal) || char.IsAsciiLetterUpper(name.FirstOrDefault()));

    private static string Text(BlockOutcome outcome) => Encoding.UTF8.GetString(outcome.Output!);

    private static BlockOutcome Compress(string text, CompressionProfile profile) => Compress(Encoding.UTF8.GetBytes(text), profile);

    private static BlockOutcome Compress(byte[] utf8, CompressionProfile profile, string? question = null) =>
        new BlockCompressor(profile).Compress(utf8, new BlockContext(null, question is null ? Anchors.None : Anchors.FromQuestion(question), Hash));
}
