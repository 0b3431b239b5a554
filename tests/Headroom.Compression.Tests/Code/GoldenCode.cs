using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;

namespace Headroom.Compression.Tests.Code;

/// <summary>The shape of shortened code, as text that was read and found good: Golden/x.txt becomes Golden/x.sampled.txt.</summary>
public sealed class GoldenCode
{
    [Fact]
    public void Several_files_look_to_a_model_as_they_were_reviewed() => Compare("dump", CompressionProfiles.Balanced);

    [Fact]
    public void A_single_file_looks_to_a_model_as_it_was_reviewed() => Compare("limiter", CompressionProfiles.Aggressive);

    private static void Compare(string name, CompressionProfile profile)
    {
        var context = new BlockContext("Bash", Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8));
        BlockOutcome outcome = new BlockCompressor(profile).Compress(Encoding.UTF8.GetBytes(Golden($"{name}.txt")), context);
        Assert.Equal(Golden($"{name}.sampled.txt"), Encoding.UTF8.GetString(outcome.Output!));
    }

    private static string Golden(string file)
    {
        using Stream stream = typeof(GoldenCode).Assembly.GetManifestResourceStream($"Code.Golden.{file}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
