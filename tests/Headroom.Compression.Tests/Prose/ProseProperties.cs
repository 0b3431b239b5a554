using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Prose;
using Headroom.Compression.Tests.Sequences;

namespace Headroom.Compression.Tests.Prose;

/// <summary>What holds for every text, whole or damaged.</summary>
public sealed class ProseProperties
{
    private const string Question = "who restarted the worker, and what does Miller say about the heartbeat?";

    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void What_repeats_can_be_written_out_again_byte_for_byte() =>
        ForAnyText(content =>
        {
            if (Propose(content, null, true, "").SingleOrDefault() is { } repeated)
            {
                Assert.True(repeated.IsLossless);
                Assert.Equal(ByteText.Of(content), ByteText.Of(RepeatedProseDecoder.Decode(repeated.Text)));
            }
        });

    [Fact]
    public void Many_generated_texts_repeat_something_so_that_the_round_trip_proves_something() =>
        Assert.InRange(Enumerable.Range(0, 200).Count(seed => Propose(GeneratedProse.Any(seed), null, true, "").Count > 0), 60, 200);

    [Fact]
    public void Shown_sentences_stand_in_the_text_in_this_order_and_the_gaps_add_up() =>
        ForAnyText(content =>
        {
            string original = Encoding.UTF8.GetString(content);
            if (content.IndexOf("[…"u8) < 0 && content.IndexOf("hash="u8) < 0 && Propose(content, Hash, true, Question).SingleOrDefault(proposal => !proposal.IsLossless) is { } sampled)
            {
                var reader = new SampledProseReader(Encoding.UTF8.GetString(sampled.Text));
                Assert.True(reader.StandIn(original));
                Assert.Equal((sampled.ItemCount, sampled.ShownItemCount), (reader.Total, reader.Shown));
                Assert.Equal(reader.Total, reader.Shown + reader.LeftOut);
            }
        });

    [Fact]
    public void Words_that_stay_stand_in_the_text_in_this_order_and_so_does_every_line_break() =>
        ForAnyText(content =>
        {
            if (Propose(content, Hash, false, "").SingleOrDefault(proposal => proposal.Transforms.Contains("prose:words")) is { } pruned)
            {
                string[] lines = Encoding.UTF8.GetString(pruned.Text).Split('\n');
                string[] words = Words(string.Join('\n', lines[1..^1]));
                Queue<string> original = new(Words(Encoding.UTF8.GetString(content)));
                Assert.All(words, word =>
                {
                    while (original.Dequeue() != word)
                    {
                    }
                });
                int breaks = content.Count(value => value == '\n');
                Assert.Equal(content[^1] == '\n' ? breaks : breaks + 1, lines.Length - 2);
            }
        });

    [Fact]
    public void Some_generated_texts_are_sampled_and_some_pruned_so_that_the_order_proves_something()
    {
        Assert.InRange(Enumerable.Range(0, 100).Count(seed => Propose(GeneratedProse.Any(seed), Hash, true, Question).Any(proposal => !proposal.IsLossless)), 40, 100);
        Assert.InRange(Enumerable.Range(0, 100).Count(seed => Propose(GeneratedProse.Any(seed), Hash, false, "").Any(proposal => proposal.Transforms.Contains("prose:words"))), 20, 100);
    }

    [Fact]
    public void The_anchors_that_were_used_give_the_same_bytes_alone() =>
        ForAnyText(content =>
        {
            foreach (Proposal proposal in Propose(content, Hash, true, Question))
            {
                var again = new BlockContext(null, Anchors.Parse(proposal.UsedAnchors.ToString()), Hash);
                IReadOnlyList<Proposal> proposals = new ProseCompressor().Propose(content, again, CompressionProfiles.Balanced, CancellationToken.None);
                Assert.Contains(proposals, other => other.Text.AsSpan().SequenceEqual(proposal.Text));
            }
        });

    [Fact]
    public void A_question_about_something_else_changes_nothing() =>
        ForAnyText(content =>
        {
            foreach (bool isToolOutput in (bool[])[true, false])
            {
                Assert.Equal(
                    Propose(content, Hash, isToolOutput, "").Select(proposal => ByteText.Of(proposal.Text)),
                    Propose(content, Hash, isToolOutput, "quuxification of zyzzogetons?").Select(proposal => ByteText.Of(proposal.Text)));
            }
        });

    [Fact]
    public void Any_bytes_pass_and_come_out_equal_and_never_longer() =>
        ForAnyText(content =>
        {
            foreach (CompressionProfile profile in (CompressionProfile[])[CompressionProfiles.Balanced, CompressionProfiles.Aggressive, CompressionProfiles.Balanced with { TargetRatio = 0.4 }])
            {
                var compressor = new BlockCompressor(profile with { MinBytes = 1 });
                var context = new BlockContext(null, Anchors.FromQuestion(content.Length % 2 == 0 ? Question : ""), Hash, IsToolOutput: content.Length % 3 == 0);
                BlockOutcome outcome = compressor.Compress(content, context);
                Assert.True(outcome.TokensAfter <= outcome.TokensBefore);
                Assert.Equal(outcome.Output, compressor.Compress(content, context).Output);
            }

            Assert.All(Propose(content, null, false, Question), proposal => Assert.True(proposal.IsLossless));
            Assert.All(
                new ProseCompressor().Propose(content, new BlockContext(null, Anchors.FromQuestion(Question), Hash), CompressionProfiles.Conservative, CancellationToken.None),
                proposal => Assert.True(proposal.IsLossless));
        });

    private static string[] Words(string text) => text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static void ForAnyText(Action<byte[]> assert) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            assert(GeneratedProse.Any(seed));
            assert(ByteText.Mutated(GeneratedProse.Any(seed), new Random(seed)));
        }).Check(Thorough);

    private static IReadOnlyList<Proposal> Propose(byte[] content, MarkerHash? marker, bool isToolOutput, string question) =>
        new ProseCompressor().Propose(content, new BlockContext(null, Anchors.FromQuestion(question), marker, isToolOutput), CompressionProfiles.Balanced, CancellationToken.None);
}
