using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Logs;
using Headroom.Compression.Markers;
using Headroom.Compression.Tokens;

namespace Headroom.Compression.Tests.Logs;

/// <summary>The shape of the output, as text that was read and found good: Golden/x.log becomes x.folded.txt and x.sampled.txt.</summary>
public sealed class GoldenLogTests
{
    [Theory]
    [InlineData("service")]
    [InlineData("traces")]
    [InlineData("numbered")]
    public void A_log_looks_to_a_model_as_it_was_reviewed(string name)
    {
        var profile = new CompressionProfile { Id = "test/1", Counter = TokenCounters.O200k, MayOmit = true };
        var context = new BlockContext("Bash", Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8));
        IReadOnlyList<Proposal> proposals = new LogCompressor().Propose(Golden($"{name}.log"), context, profile, CancellationToken.None);
        Assert.Equal(Text(Golden($"{name}.folded.txt")), Text(proposals.Single(proposal => proposal.IsLossless).Text));
        Assert.Equal(Text(Golden($"{name}.sampled.txt")), Text(proposals.Single(proposal => !proposal.IsLossless).Text));
    }

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);

    private static byte[] Golden(string file)
    {
        using Stream stream = typeof(GoldenLogTests).Assembly.GetManifestResourceStream($"Logs.Golden.{file}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
