using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Prose;

namespace Headroom.Compression.Tests.Prose;

/// <summary>The shape of the outputs, as text that was read and found good: Golden/runbook.txt becomes the others.</summary>
public sealed class GoldenProse
{
    [Theory]
    [InlineData("runbook.repeats.txt", "prose:repeats", "", true)]
    [InlineData("runbook.sentences.txt", "prose:sentences", "How long is the grace period of a lease before it passes to another silo?", true)]
    [InlineData("runbook.words.txt", "prose:words", "", false)]
    public void A_runbook_looks_to_a_model_as_it_was_reviewed(string file, string stage, string question, bool isToolOutput)
    {
        var context = new BlockContext(null, Anchors.FromQuestion(question), MarkerHash.FromKeyedHash("a keyed hash"u8), isToolOutput);
        IReadOnlyList<Proposal> proposals = new ProseCompressor().Propose(Golden("runbook.txt"), context, CompressionProfiles.Balanced, CancellationToken.None);
        Assert.Equal(Encoding.UTF8.GetString(Golden(file)), Encoding.UTF8.GetString(proposals.Single(proposal => proposal.Transforms.Contains(stage)).Text));
    }

    private static byte[] Golden(string file)
    {
        using Stream stream = typeof(GoldenProse).Assembly.GetManifestResourceStream($"Prose.Golden.{file}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
