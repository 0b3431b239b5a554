using System.Globalization;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Tests.Sequences;

namespace Headroom.Compression.Tests.Opaque;

public sealed class OpaqueCompressorTests
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);

    public static TheoryData<string, string> Payloads => new()
    {
        { "PNG 640×480", Base64(Png(640, 480)) },
        { "PNG 1×65536", $"data:image/png;base64,{Base64(Png(1, 65536))}" },
        { "gzip", string.Join("\n", Base64(Gzip(9000)).Chunk(76).Select(line => new string(line))) + "\n" },
        { "JPEG 300×200", Base64([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. Noise(14), 0xFF, 0xC0, 0, 17, 8, 0, 200, 1, 44, 3, .. Noise(3000)]) },
        { "PDF", Base64([.. "%PDF-1.7\n"u8, .. Noise(2000)]) },
        { "zip", Base64([.. "PK\u0003\u0004"u8, .. Noise(2000)]) },
        { "ELF", Convert.ToHexStringLower([0x7F, .. "ELF"u8, .. Noise(2000)]) },
        { "text", Base64(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(i => $"Line {i} of a Note\n")))) },
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public void An_encoding_says_what_it_is_of_and_shows_its_ends(string what, string text)
    {
        BlockOutcome outcome = Compress(text);
        string output = Encoding.UTF8.GetString(outcome.Output!);
        Assert.Equal(ContentKind.Opaque, outcome.Kind);
        Assert.Contains($" bytes, {what})", output, StringComparison.Ordinal);
        Assert.StartsWith(text[..64], output, StringComparison.Ordinal);
        Assert.Contains($"{text.TrimEnd()[^16..]}\n[{text.Length} bytes of ", output, StringComparison.Ordinal);
        Assert.EndsWith($" shown. Full content: headroom_retrieve hash={Hash}]", output, StringComparison.Ordinal);
        Assert.True(outcome.TokensAfter * 5 < outcome.TokensBefore);
    }

    [Fact]
    public void The_number_of_bytes_is_that_of_what_was_encoded() =>
        Prop.ForAll(Gen.Choose(420, 5000).ToArbitrary(), length =>
        {
            byte[] bytes = Noise(length);
            Assert.Contains($"({length} bytes", Output(Base64(bytes)), StringComparison.Ordinal);
            Assert.Contains($"({length} bytes", Output(Base64(bytes).TrimEnd('=')), StringComparison.Ordinal);
            Assert.Contains($"({length} bytes", Output(Convert.ToHexStringLower(bytes)), StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData("xxd")]
    [InlineData("hexdump -C")]
    [InlineData("hexdump")]
    [InlineData("od")]
    public void A_dump_shows_its_first_lines_and_its_last(string tool)
    {
        byte[] bytes = [0x7F, .. "ELF"u8, .. Noise(1600)];
        string[] lines = [.. bytes.Chunk(16).Select((chunk, i) => Dumped(tool, i * 16, chunk))];
        string output = Output(string.Join("\n", lines) + "\n");
        Assert.StartsWith(string.Join("\n", lines[..4]) + $"\n… {lines.Length - 5} more lines\n{lines[^1]}\n[{lines.Length} lines of a hex dump (ELF) → 5 shown.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_name_keys_and_certificates_stay()
    {
        string block(string label) => $"-----BEGIN {label}-----\n{string.Join("\n", Base64(Noise(1200)).Chunk(64).Select(line => new string(line)))}\n-----END {label}-----\n";
        string text = $"subject=CN = example.com\n{block("CERTIFICATE")}subject=CN = Root\n{block("CERTIFICATE")}{block("PRIVATE KEY")}";
        string output = Output(text);
        string[] kept = [.. text.Split('\n').Where(line => line.StartsWith('-') || line.StartsWith("subject", StringComparison.Ordinal))];
        Assert.Equal(kept, output.Split('\n').Where(line => line.StartsWith('-') || line.StartsWith("subject", StringComparison.Ordinal)));
        Assert.True(output.Length * 4 < text.Length);
    }

    [Fact]
    public void Of_a_minified_line_the_ends_and_what_the_question_names_are_shown()
    {
        string text = string.Concat(Enumerable.Range(0, 900).Select(i => $"a{i}=b({i * 7919 % 1000},c[{i}]);{(i == 411 ? "frobnicate(\"x\");" : "")}"));
        string plain = Output(text);
        Assert.StartsWith(text[..320], plain, StringComparison.Ordinal);
        Assert.DoesNotContain("frobnicate", plain, StringComparison.Ordinal);
        BlockOutcome asked = Compress(text, "where is frobnicate called?");
        Assert.Contains("frobnicate(\"x\")", Encoding.UTF8.GetString(asked.Output!), StringComparison.Ordinal);
        Assert.Equal(["frobnicate"], asked.UsedAnchors.Terms);
        Assert.Equal(asked.Output, Compress(text, "frobnicate").Output);
        int shown = Encoding.UTF8.GetString(asked.Output!).Split('…').Where((_, i) => i % 2 == 0).Sum(piece => piece.Split("\n[")[0].Length);
        Assert.Contains($"→ {shown} shown", Encoding.UTF8.GetString(asked.Output!), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_marker_and_in_a_lossless_profile_it_stays_as_it_is()
    {
        byte[] content = Encoding.UTF8.GetBytes(Base64(Noise(2000)));
        Assert.Null(new BlockCompressor(CompressionProfiles.Balanced).Compress(content, new BlockContext(null, Anchors.None, null)).Output);
        Assert.Null(new BlockCompressor(CompressionProfiles.Conservative).Compress(content, new BlockContext(null, Anchors.None, Hash)).Output);
    }

    public static TheoryData<string> Readable => new(
        string.Concat(Enumerable.Range(0, 90).Select(i => $"Word{i}Next\n")),
        string.Concat(Enumerable.Range(0, 60).Select(i => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i))) + "\n")),
        string.Concat(Enumerable.Repeat("これは日本語の文章であり、空白を含みません。", 200)),
        string.Concat(Enumerable.Repeat("usr/local/share/doc/", 40)),
        "-----BEGIN MESSAGE-----\n" + string.Concat(Enumerable.Repeat("plain words here\n", 5)));

    [Theory]
    [MemberData(nameof(Readable))]
    public void What_can_be_read_is_not_opaque(string text) => Assert.NotEqual(ContentKind.Opaque, ContentDetector.Detect(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Any_bytes_pass_and_come_out_equal_and_never_longer() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            string[] texts = [.. Payloads.Select(row => (string)row[1]), Dumped("xxd", 0, Noise(16)) + "\n" + string.Concat(Enumerable.Range(1, 60).Select(i => Dumped("hexdump -C", i * 16, Noise(16)) + "\n"))];
            byte[] content = ByteText.Mutated(Encoding.UTF8.GetBytes(texts[random.Next(texts.Length)]), random);
            var compressor = new BlockCompressor(CompressionProfiles.Balanced with { MinBytes = 1 });
            BlockOutcome outcome = compressor.Compress(content, new BlockContext(null, Anchors.FromQuestion("iVBORw0KGgo"), Hash));
            Assert.True(outcome.TokensAfter <= outcome.TokensBefore);
            if (outcome.Output is not null)
            {
                // What stayed raw is not made again.
                Assert.Equal(outcome.Output, compressor.Compress(content, new BlockContext(null, outcome.UsedAnchors, Hash)).Output);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static BlockOutcome Compress(string text, string question = "") =>
        new BlockCompressor(CompressionProfiles.Balanced).Compress(Encoding.UTF8.GetBytes(text), new BlockContext(null, Anchors.FromQuestion(question), Hash));

    private static string Output(string text) => Encoding.UTF8.GetString(Compress(text).Output!);

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Png(int width, int height) =>
    [
        0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. BigEndian(width), .. BigEndian(height), 8, 6, 0, 0, 0, .. Noise(4000),
    ];

    private static byte[] BigEndian(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private static byte[] Gzip(int length)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Noise(length));
        }

        return packed.ToArray();
    }

    private static string Dumped(string tool, int offset, byte[] bytes)
    {
        string Words(int size, bool swap) => string.Join(' ', bytes.Chunk(size).Select(word => Convert.ToHexStringLower(swap ? [.. word.Reverse()] : word)));
        string shown = string.Concat(bytes.Select(value => value is > 32 and < 127 ? (char)value : '.'));
        string at = offset.ToString("x8", CultureInfo.InvariantCulture);
        return tool switch
        {
            "xxd" => $"{at}: {Words(2, false),-39}  {shown}",
            "hexdump -C" => $"{at}  {string.Join("  ", bytes.Chunk(8).Select(half => string.Join(' ', half.Select(value => value.ToString("x2", CultureInfo.InvariantCulture))))),-48}  |{shown}|",
            "hexdump" => $"{at[1..]} {Words(2, true)}",
            _ => $"{at[2..]} {Words(1, false),-47}  >{shown}<",
        };
    }
}
