using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Diffs;
using Headroom.Compression.Listings;
using Headroom.Compression.Markers;
using Headroom.Compression.Search;

namespace Headroom.Compression.Tests.Sequences;

/// <summary>
/// The shape of what search, listing and diff compressors write, as text that was read and found good: Golden/x.txt becomes
/// Golden/x.lossless.txt and Golden/x.sampled.txt.
/// </summary>
public sealed class GoldenOutputs
{
    [Theory]
    [InlineData("Search", "grep.txt")]
    [InlineData("Diffs", "show.patch")]
    [InlineData("Listings", "log.txt")]
    public void An_output_looks_to_a_model_as_it_was_reviewed(string folder, string file)
    {
        IContentCompressor compressor = folder switch
        {
            "Search" => new SearchCompressor(),
            "Diffs" => new DiffCompressor(),
            _ => new ListingCompressor(),
        };
        var context = new BlockContext("Bash", Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8));
        IReadOnlyList<Proposal> proposals = compressor.Propose(Golden(folder, file), context, CompressionProfiles.Balanced, CancellationToken.None);
        Assert.NotEmpty(proposals);
        Assert.All(proposals, proposal => Assert.Equal(
            Text(Golden(folder, $"{Path.GetFileNameWithoutExtension(file)}.{(proposal.IsLossless ? "lossless" : "sampled")}.txt")), Text(proposal.Text)));
    }

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);

    private static byte[] Golden(string folder, string file)
    {
        using Stream stream = typeof(GoldenOutputs).Assembly.GetManifestResourceStream($"{folder}.Golden.{file}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
