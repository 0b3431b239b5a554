using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Json;
using Headroom.Compression.Markers;

namespace Headroom.Compression.Tests.Json;

/// <summary>
/// The shape of the output, as text that was read and found good: Golden/x.json becomes x.lossless.txt and x.sampled.txt.
/// HEADROOM_GOLDEN names a folder into which the present output is written for review.
/// </summary>
public sealed class GoldenJson
{
    [Theory]
    [InlineData("service-log")]
    [InlineData("orders")]
    [InlineData("paths")]
    [InlineData("odd-values")]
    [InlineData("events")]
    [InlineData("settings")]
    [InlineData("tree")]
    [InlineData("page")]
    [InlineData("wrapped-log")]
    [InlineData("wrapped-rows")]
    [InlineData("build-output")]
    public void The_output_is_the_one_that_was_reviewed(string name)
    {
        byte[] content = Read($"{name}.json");
        LosslessTables.AssertRoundTrip(Encoding.UTF8.GetString(content));
        var context = new BlockContext(null, Anchors.None, MarkerHash.FromKeyedHash([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
        IReadOnlyList<Proposal> proposals = new JsonCompressor().Propose(content, context, CompressionProfiles.Balanced, default);
        foreach (Proposal proposal in proposals)
        {
            AssertReviewed($"{name}.{(proposal.IsLossless ? "lossless" : "sampled")}.txt", proposal.Text);
        }
    }

    private static void AssertReviewed(string file, byte[] output)
    {
        if (Environment.GetEnvironmentVariable("HEADROOM_GOLDEN") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, file), [.. output, (byte)'\n']);
            return;
        }

        Assert.Equal(Encoding.UTF8.GetString(Read(file)).TrimEnd('\n'), Encoding.UTF8.GetString(output).TrimEnd('\n'));
    }

    private static byte[] Read(string file)
    {
        using Stream stream = typeof(GoldenJson).Assembly.GetManifestResourceStream($"Json.Golden.{file}")!;
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
