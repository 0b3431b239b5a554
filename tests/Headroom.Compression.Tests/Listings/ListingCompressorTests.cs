using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Listings;
using Headroom.Compression.Markers;
using Headroom.Compression.Tests.Sequences;

namespace Headroom.Compression.Tests.Listings;

public sealed class ListingCompressorTests
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void A_tree_of_paths_restores_every_line_in_its_place() => RoundTrips(
        GeneratedListings.Paths,
        ListingDecoders.Paths,
        content => PathSections.Read(content) is { } sections ? DirectoryTree.Write(content, sections, CancellationToken.None) : null);

    [Fact]
    public void A_drawing_is_drawn_again_from_its_indentation() => RoundTrips(GeneratedListings.Tree, ListingDecoders.Tree, content => TreeArt.Write(content, out _));

    [Fact]
    public void Columns_of_a_long_list_are_aligned_again() => RoundTrips(GeneratedListings.Long, ListingDecoders.Long, content => LongListing.Write(content, out _));

    [Fact]
    public void Sorted_paths_are_grouped_by_directory_and_extension()
    {
        byte[] content = Lines([
            "README.md", "src/Company.Product.Storage/a.cs", "src/Company.Product.Storage/b.cs", "src/Company.Product.Storage/c.cs",
            "src/Company.Product.Storage/core/x.md", "src/Company.Product.Storage/core/y.md", "src/Company.Product.Storage/d.cs",
            "src/Company.Product.Storage/z.json", "test/Company.Product.Storage.Tests/deep/t.cs"]);
        const string Expected = """
            [9 paths as a tree without loss, listed in byte order: "dir/ a {b c}.cs" is dir/a, dir/b.cs, dir/c.cs; indented below it: dir's directories]
            README.md
            src/Company.Product.Storage/ {a b c d}.cs z.json
             core/ x.md y.md
            test/Company.Product.Storage.Tests/deep/ t.cs

            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), Text(Assert.Single(Propose(content)).Text));
    }

    [Fact]
    public void Every_commit_of_a_log_is_named_with_its_totals()
    {
        byte[] content = GeneratedListings.Commits(7, isShort: false, 40);
        Proposal sampled = Assert.Single(Propose(content));
        string text = Text(sampled.Text);
        Assert.All(Regex.Matches(Text(content), "commit ([0-9a-f]{10})").Select(match => match.Groups[1].Value), hash => Assert.Contains("\n" + hash, text));
        Assert.All(Regex.Matches(Text(content), "[0-9]+ files changed.*").Select(match => match.Value), total => Assert.Contains(total, text));
        Assert.All(Enumerable.Range(0, 40), i => Assert.Matches($": change number {i} of ", text));
        Assert.EndsWith($"lines → {sampled.ShownItemCount} shown. Full content: headroom_retrieve hash={Hash}]", text);
        Assert.True(sampled.Text.Length * 10 < content.Length * 7);
    }

    [Fact]
    public void Files_that_are_not_shown_are_counted_at_their_commit()
    {
        byte[] content = GeneratedListings.Commits(7, isShort: false, 40);
        string[] totals = [.. Text(Propose(content)[0].Text).Split('\n').Where(line => line.Contains(" files changed", StringComparison.Ordinal))];
        Assert.All(totals, line =>
        {
            int files = int.Parse(Regex.Match(line, "([0-9]+) files").Groups[1].Value);
            int hidden = Regex.Match(line, "… ([0-9]+) more") is { Success: true } more ? int.Parse(more.Groups[1].Value) : 0;
            Assert.Equal(files, hidden + Regex.Count(line, "src/"));
        });
    }

    [Fact]
    public void Short_commits_that_are_left_out_are_counted()
    {
        byte[] content = GeneratedListings.Commits(3, isShort: true, 400);
        Proposal sampled = Assert.Single(Propose(content, "what about number 237"));
        string text = Text(sampled.Text);
        int hidden = Regex.Matches(text, "^… ([0-9]+) commits?", RegexOptions.Multiline).Sum(match => int.Parse(match.Groups[1].Value));
        Assert.Equal(400, hidden + sampled.ShownItemCount);
        Assert.Contains("change number 237 of", text);
        Assert.Contains("237", sampled.UsedAnchors.Terms);
        Assert.DoesNotContain("change number 237 of", Text(Propose(content)[0].Text));
    }

    [Fact]
    public void Where_nothing_may_be_left_out_no_commit_is()
    {
        foreach (bool isShort in (bool[])[true, false])
        {
            byte[] content = GeneratedListings.Commits(3, isShort, 100);
            Assert.Empty(new ListingCompressor().Propose(content, new BlockContext(null, Anchors.None, null), CompressionProfiles.Balanced, CancellationToken.None));
            Assert.Empty(new ListingCompressor().Propose(content, new BlockContext(null, Anchors.None, Hash), CompressionProfiles.Conservative, CancellationToken.None));
        }
    }

    [Fact]
    public void Messages_between_paths_stay_as_they_stand()
    {
        byte[] content = Lines([.. Enumerable.Range(0, 40).Select(i => $"./usr/share/doc/package{i % 3}/file{i}.txt"), "find: './root': Permission denied", "./z/y.txt"]);
        Assert.Contains("\nfind: './root': Permission denied\n./z/y.txt\n", Text(Propose(content)[0].Text));
    }

    [Fact]
    public void Any_bytes_pass_and_come_out_equal_and_never_longer() =>
        Prop.ForAll(Seeds(), seed =>
        {
            byte[][] all = [GeneratedListings.Paths(seed), GeneratedListings.Tree(seed), GeneratedListings.Long(seed), GeneratedListings.Commits(seed, seed % 2 == 0, 30)];
            byte[] content = ByteText.Mutated(all[seed % 4], new Random(seed));
            var compressor = new BlockCompressor(CompressionProfiles.Balanced with { MinBytes = 1 });
            var context = new BlockContext(null, Anchors.FromQuestion("where is the user-service changed?"), Hash);
            BlockOutcome outcome = compressor.Compress(content, context);
            Assert.True(outcome.TokensAfter <= outcome.TokensBefore);
            Assert.Equal(outcome.Output, compressor.Compress(content, context).Output);
            Assert.Equal(outcome.IsLossless || outcome.Output is null, outcome.Output is null || !Text(outcome.Output).EndsWith($"hash={Hash}]", StringComparison.Ordinal));
        }).Check(Thorough);

    [Theory]
    [InlineData("one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n")]
    [InlineData("The first sentence.\nThe second one and/or a third.\nA path like src/a.cs in it.\nMore.\nMore.\nMore.\nMore.\nMore.\n")]
    [InlineData("https://a.example/x.html\nhttps://a.example/y.html\nhttps://a.example/z.html\nhttps://b.example/1.html\nhttps://b.example/2.html\nhttps://b.example/3.html\nhttps://b.example/4.html\nhttps://b.example/5.html\n")]
    [InlineData("")]
    public void Other_text_is_no_list(string text) => Assert.NotEqual(ContentKind.Listing, ContentDetector.Detect(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Hostile_input_takes_linear_time()
    {
        byte[][] inputs =
        [
            Lines(Enumerable.Range(0, 60_000).Select(i => $"a/{i}.x{i}")),
            Lines(Enumerable.Range(0, 2_000).Select(i => string.Concat(Enumerable.Repeat("a/", i % 64)) + "b.c")),
            [.. Lines(Enumerable.Repeat("│   ├── a\n│   └── b", 20)), .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("│   ", 300_000)))],
            Lines(Enumerable.Repeat("-rw-r--r-- 1 a b " + new string(' ', 30), 40_000)),
            Lines(Enumerable.Repeat("commit 0123456789012345678901234567890123456789\nAuthor: x", 40_000)),
        ];
        Assert.All(inputs, input => Assert.NotNull(Propose(input)));
    }

    private static void RoundTrips(Func<int, byte[]> generate, Func<byte[], byte[]> decode, Func<byte[], byte[]?> write)
    {
        int proven = 0;
        Prop.ForAll(Seeds(), seed =>
        {
            foreach (byte[] content in (byte[][])[generate(seed), ByteText.Mutated(generate(seed), new Random(seed))])
            {
                if (write(content) is { } form)
                {
                    Assert.Equal(ByteText.Of(content), ByteText.Of(decode(form)));
                    proven++;
                }
            }
        }).Check(Thorough);
        Assert.True(proven > 200, $"only {proven}");
    }

    private static Arbitrary<int> Seeds() => Gen.Choose(0, int.MaxValue).ToArbitrary();

    private static IReadOnlyList<Proposal> Propose(byte[] content, string question = "") =>
        new ListingCompressor().Propose(content, new BlockContext(null, Anchors.FromQuestion(question), Hash), CompressionProfiles.Balanced, CancellationToken.None);

    private static byte[] Lines(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}
