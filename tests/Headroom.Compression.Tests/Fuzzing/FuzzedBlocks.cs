using System.Text.Unicode;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Sections;

namespace Headroom.Compression.Tests.Fuzzing;

/// <summary>
/// What holds for every block, whatever its bytes. A run takes a slice of the inputs; HEADROOM_FUZZ_FROM names the first and
/// HEADROOM_FUZZ_COUNT the number of another, so that a night has as many slices as one likes: slice k begins at k × count.
/// </summary>
public sealed class FuzzedBlocks
{
    private const int DefaultCount = 600;

    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    private static readonly BlockCompressor[] Compressors = [.. CompressionProfiles.All.Select(profile => new BlockCompressor(profile))];
    private static readonly string[] Questions = ["", "what failed at step 17, and why is order-7 of user-0031@example.com missing?", "Where is `Load3` called, and what does /srv/app say of E5521?"];
    private static readonly string?[] Tools = [null, "Bash", "Read", "mcp__files__search"];

    public static TheoryData<int> Slices
    {
        get
        {
            int from = Setting("HEADROOM_FUZZ_FROM", 0);
            int count = Setting("HEADROOM_FUZZ_COUNT", DefaultCount);
            return [.. Enumerable.Range(0, 6).Select(part => from + (part * (count / 6)))];
        }
    }

    [Theory]
    [MemberData(nameof(Slices))]
    public void Whatever_the_bytes_nothing_throws_hangs_grows_or_differs_and_every_omission_is_marked(int from)
    {
        for (int seed = from; seed < from + (Setting("HEADROOM_FUZZ_COUNT", DefaultCount) / 6); seed++)
        {
            var random = new Random(seed);
            byte[] content = Corpus.Any(seed);
            content = random.Next(4) == 0 ? content : Mutated.Bytes(content, random);
            content = random.Next(6) == 0 ? [.. content, .. Mutated.Bytes(Corpus.Any(seed ^ 0x5EED), random)] : content;
            Anchors anchors = Anchors.FromQuestion(Questions[random.Next(Questions.Length)]);
            string? tool = Tools[random.Next(Tools.Length)];
            foreach (BlockCompressor compressor in Compressors)
            {
                Holds(seed, compressor, content, new BlockContext(tool, anchors, Hash));
                Holds(seed, compressor, content, new BlockContext(tool, anchors, null));
            }

            SectionsJoin(seed, content);
        }
    }

    private static void Holds(int seed, BlockCompressor compressor, byte[] content, BlockContext context)
    {
        string about = $"seed {seed}, {compressor.Profile.Id}, {content.Length} bytes";
        BlockOutcome outcome = Compress(compressor, content, context);
        if (outcome.Output is not { } output)
        {
            Assert.Equal(outcome.TokensBefore, outcome.TokensAfter);
            return;
        }

        Assert.True(outcome.TokensAfter < outcome.TokensBefore, about);
        Assert.True(compressor.Profile.Counter.Count(output) == outcome.TokensAfter, about);
        Assert.True(output.Length > 0 && (Utf8.IsValid(output) || !Utf8.IsValid(content)), about);
        Assert.True(outcome.IsLossless || (compressor.Profile.MayOmit && context.Marker is not null), about);
        Assert.True(outcome.IsLossless || Tail(output).Contains(Hash.ToString(), StringComparison.Ordinal), about);
        Assert.Equal(output, Compress(compressor, content, context).Output);
    }

    // A hang becomes a failure that names its seed.
    private static BlockOutcome Compress(BlockCompressor compressor, byte[] content, BlockContext context)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return compressor.Compress(content, context, deadline.Token);
    }

    private static void SectionsJoin(int seed, byte[] content)
    {
        int end = 0;
        foreach (Section section in SectionSplitter.Split(content))
        {
            Assert.True(section.Start == end && section.End > end, $"seed {seed}");
            end = section.End;
        }

        Assert.True(end == 0 || end == content.Length, $"seed {seed}");
        Assert.True(Enum.IsDefined(ContentDetector.Detect(content)), $"seed {seed}");
    }

    private static string Tail(byte[] output) => System.Text.Encoding.UTF8.GetString(output.AsSpan(Math.Max(0, output.Length - 200)));

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : otherwise;
}
