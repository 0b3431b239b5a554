using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Json;

namespace Headroom.Compression.Tests.Json;

public sealed class LosslessTables
{
    private static readonly CompressionProfile Profile = CompressionProfiles.Conservative;

    [Fact]
    public void A_lossless_form_decodes_to_the_same_value_token_for_token()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            AssertRoundTrip(new JsonGenerator(seed).Next());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    /// <param name="json">The content.</param>
    /// <param name="mayDecline">Whether the compressor may find nothing to do.</param>
    internal static void AssertRoundTrip(string json, bool mayDecline = false)
    {
        byte[] content = Encoding.UTF8.GetBytes(json);
        List<JsonTree> original;
        IReadOnlyList<Proposal> proposals = new JsonCompressor().Propose(content, new BlockContext(null, Anchors.None, null), Profile, default);
        original = JsonTree.ReadAll(content);
        if (original.Exists(value => value is JsonTree.Literal or JsonTree.Text) && (proposals.Count == 0 || original.Count > 1))
        {
            // Scalars at the top are text around JSON, if anything, unless a string holds JSON or a log.
            return;
        }

        if (mayDecline && proposals.Count == 0)
        {
            return;
        }

        Proposal lossless = Assert.Single(proposals);
        Assert.True(System.Text.Unicode.Utf8.IsValid(lossless.Text));
        Assert.True(lossless.IsLossless);
        string text = Encoding.UTF8.GetString(lossless.Text);
        List<JsonTree> decoded;
        try
        {
            decoded = TableDecoder.Decode(text);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Cannot decode:\n{text}\nof\n{json}", e);
        }

        string expected = string.Concat(original);
        string actual = string.Concat(decoded);
        Assert.True(expected == actual, $"{json}\n---\n{text}\n---\n{FirstDifference(expected, actual)}");
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] wanted = expected.Split('\n');
        string[] got = actual.Split('\n');
        int at = Enumerable.Range(0, Math.Min(wanted.Length, got.Length)).FirstOrDefault(i => wanted[i] != got[i], -1);
        return at < 0 ? "length" : $"line {at}: expected {string.Join(" ", wanted.Skip(at - 2).Take(6))}, got {string.Join(" ", got.Skip(at - 2).Take(6))}";
    }
}
