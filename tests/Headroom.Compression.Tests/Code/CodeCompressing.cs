using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;

namespace Headroom.Compression.Tests.Code;

public sealed class CodeCompressing
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);

    [Fact]
    public void A_file_of_python_keeps_its_signatures_and_leaves_bodies_out()
    {
        string text = GeneratedCode.Python(functions: 12);
        BlockOutcome outcome = Compress(text, CompressionProfiles.Aggressive);
        string output = Encoding.UTF8.GetString(outcome.Output!);
        Assert.Equal(ContentKind.Code, outcome.Kind);
        Assert.All(Enumerable.Range(0, 12), i => Assert.Contains($"    def step_{i}(self, value: int) -> int:\n", output, StringComparison.Ordinal));
        Assert.Matches("\n        \\.\\.\\.  # … [0-9]+ lines; raises ValueError\n", output);
        Assert.Matches("\n# \\[[0-9]+ lines → [0-9]+ shown\\. Full content: headroom_retrieve hash=[0-9a-f]{24}\\]$", output);
    }

    [Fact]
    public void A_single_file_stays_as_it_is_where_it_may_be_edited()
    {
        BlockOutcome outcome = Compress(GeneratedCode.Python(functions: 12), CompressionProfiles.Balanced);
        Assert.Equal(ContentKind.Code, outcome.Kind);
        Assert.Null(outcome.Output);
    }

    private static BlockOutcome Compress(string text, CompressionProfile profile) =>
        new BlockCompressor(profile).Compress(Encoding.UTF8.GetBytes(text), new BlockContext(null, Anchors.None, Hash));
}
