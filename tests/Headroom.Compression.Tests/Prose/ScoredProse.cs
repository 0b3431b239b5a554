using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Prose;
using Headroom.Compression.Prose.Words;
using Headroom.Compression.Tests.Sequences;

namespace Headroom.Compression.Tests.Prose;

/// <summary>Prose whose words a model has scored.</summary>
public sealed class ScoredProse
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);
    private static readonly Regex Binding = new("^(not|never|cannot|must|without|Dr\\.|U\\.S\\.|.*[0-9`\"].*)$");
    private static readonly CompressionProfile Profile = CompressionProfiles.Balanced.WithWordModel("m@0123456789ab");

    [Fact]
    public void Words_that_a_model_is_for_and_words_that_bind_stay_in_any_text_and_in_order()
    {
        int pruned = 0;
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            foreach (byte[] content in (byte[][])[GeneratedProse.Any(seed), ByteText.Mutated(GeneratedProse.Any(seed), new Random(seed))])
            {
                byte[] scores = new byte[TextWords.Count(content)];
                new Random(seed).NextBytes(scores);
                // Words that are no UTF-8 are replaced on the way to this test's words, and stay as many.
                if (Propose(content, new WordScores(scores)) is not { } proposal)
                {
                    continue;
                }

                pruned++;
                string[] lines = Encoding.UTF8.GetString(proposal.Text).Split('\n');
                string[] shown = Words(string.Join('\n', lines[1..^1]));
                string[] words = Words(Encoding.UTF8.GetString(content));
                Queue<string> expected = new(shown);
                foreach (string word in words)
                {
                    _ = expected.TryPeek(out string? next) && next == word && expected.TryDequeue(out _);
                }

                Assert.Empty(expected);
                Dictionary<string, int> counts = shown.CountBy(word => word).ToDictionary();
                foreach ((string word, int needed) in words.Where((word, i) => scores[i] >= WordScores.Kept || Binding.IsMatch(word)).CountBy(word => word))
                {
                    Assert.True(counts.GetValueOrDefault(word) >= needed, $"{word}: {counts.GetValueOrDefault(word)} of at least {needed}");
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
        Assert.InRange(pruned, 20, 400);
    }

    [Fact]
    public void Of_spare_words_the_most_spare_go_first()
    {
        byte[] content = Encoding.UTF8.GetBytes(GeneratedProse.Distinct(20));
        string[] words = Words(Encoding.UTF8.GetString(content));
        byte[] scores = [.. words.Select((_, i) => (byte)(i < words.Length / 2 ? 100 : 0))];
        string[] shown = Words(Encoding.UTF8.GetString(Propose(content, new WordScores(scores))!.Text));
        Assert.Equal(words[..(words.Length / 3)], shown.SkipWhile(word => word != "out]").Skip(1).Take(words.Length / 3));
    }

    [Fact]
    public void Without_its_scores_a_models_profile_leaves_no_words_out()
    {
        byte[] content = Encoding.UTF8.GetBytes(GeneratedProse.Distinct(20));
        Assert.Null(Propose(content, null));
        Assert.NotNull(Propose(content, new WordScores(new byte[TextWords.Count(content)])));
        Assert.Null(Propose(content, new WordScores(Enumerable.Repeat((byte)255, TextWords.Count(content)).ToArray())));
    }

    [Fact]
    public void A_models_profile_has_the_models_name_and_the_profiles()
    {
        Assert.Equal("balanced/3;words=m@0123456789ab", Profile.Id);
        Assert.Equal("balanced", Profile.Name);
    }

    [Fact]
    public void Scores_that_are_too_few_keep_the_words_behind_them()
    {
        byte[] content = Encoding.UTF8.GetBytes(GeneratedProse.Distinct(20));
        int half = TextWords.Count(content) / 2;
        string shown = Encoding.UTF8.GetString(Propose(content, new WordScores(new byte[half]))!.Text);
        Assert.Contains(string.Join(' ', Words(Encoding.UTF8.GetString(content))[(half + 1)..]), string.Join(' ', Words(shown)), StringComparison.Ordinal);
    }

    private static string[] Words(string text) => text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static Proposal? Propose(byte[] content, WordScores? scores) =>
        new ProseCompressor().Propose(content, new BlockContext(null, Anchors.None, Hash, IsToolOutput: false) { Scores = scores }, Profile, CancellationToken.None)
            .SingleOrDefault(proposal => proposal.Transforms.Contains("prose:scored-words"));
}
