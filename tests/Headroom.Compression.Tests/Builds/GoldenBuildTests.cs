using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Builds;
using Headroom.Compression.Markers;

namespace Headroom.Compression.Tests.Builds;

/// <summary>The shape of the output, as text that was read and found good: Golden/x.txt becomes x.sampled.txt.</summary>
public sealed class GoldenBuildTests
{
    [Fact]
    public void A_build_and_its_tests_look_to_a_model_as_they_were_reviewed()
    {
        var context = new BlockContext("Bash", Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8));
        IReadOnlyList<Proposal> proposals = new BuildCompressor().Propose(Golden("run.txt"), context, CompressionProfiles.Balanced, CancellationToken.None);
        Assert.Equal(Encoding.UTF8.GetString(Golden("run.sampled.txt")), Encoding.UTF8.GetString(proposals.Single(proposal => !proposal.IsLossless).Text));
    }

    private static byte[] Golden(string file)
    {
        using Stream stream = typeof(GoldenBuildTests).Assembly.GetManifestResourceStream($"Builds.Golden.{file}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
