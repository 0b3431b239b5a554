using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Markup;
using Headroom.Compression.Tables;

namespace Headroom.Compression.Tests.Tables;

/// <summary>
/// The shape of what is written of tables and markup, as text that was read and found good: Golden/x becomes x.lossless.txt,
/// x.values.txt where every value but not the text is there, and x.sampled.txt. HEADROOM_GOLDEN names a folder into which the present output is written for review.
/// </summary>
public sealed class GoldenTables
{
    [Theory]
    [InlineData("Tables", "orders.csv")]
    [InlineData("Tables", "pods.txt")]
    [InlineData("Tables", "packages.md")]
    [InlineData("Markup", "page.html")]
    [InlineData("Markup", "junit.xml")]
    public void An_output_looks_to_a_model_as_it_was_reviewed(string folder, string file)
    {
        IContentCompressor compressor = folder == "Tables" ? new TableCompressor() : new MarkupCompressor();
        var context = new BlockContext("Bash", Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8));
        IReadOnlyList<Proposal> proposals =
        [
            .. compressor.Propose(Golden(folder, file), context with { Marker = null }, CompressionProfiles.Balanced, default),
            .. compressor.Propose(Golden(folder, file), context, CompressionProfiles.Balanced, default).Where(proposal => !proposal.IsLossless),
        ];
        Assert.NotEmpty(proposals);
        foreach (Proposal proposal in proposals)
        {
            string form = proposal.IsLossless ? "lossless" : proposal.ItemCount > 0 && proposal.ItemCount == proposal.ShownItemCount ? "values" : "sampled";
            string name = $"{Path.GetFileNameWithoutExtension(file)}.{form}.txt";
            if (Environment.GetEnvironmentVariable("HEADROOM_GOLDEN") is { Length: > 0 } reviewed)
            {
                File.WriteAllBytes(Path.Combine(reviewed, $"{folder}.{name}"), proposal.Text);
                continue;
            }

            Assert.Equal(Encoding.UTF8.GetString(Golden(folder, name)), Encoding.UTF8.GetString(proposal.Text));
        }
    }

    private static byte[] Golden(string folder, string file)
    {
        using Stream stream = typeof(GoldenTables).Assembly.GetManifestResourceStream($"{folder}.Golden.{file}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
