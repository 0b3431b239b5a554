using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;

namespace Headroom.Compression.Tests.Logs;

public sealed class WordVariantsTests
{
    [Fact]
    public void Statements_that_differ_in_a_word_are_summed_up_apart()
    {
        string text = Sample(i => $"INFO  storage.MemoryStore: Block rdd_{i % 7} stored as {(i % 3 == 0 ? "values" : "bytes")} in memory, {i * 37 % 1000} free");
        Assert.Contains("stored as values in memory", Summary(text, "values"), StringComparison.Ordinal);
        Assert.Contains("stored as bytes in memory", Summary(text, "bytes"), StringComparison.Ordinal);
        Assert.Contains("×67 ", Summary(text, "values"), StringComparison.Ordinal);
        Assert.Contains("×133 ", Summary(text, "bytes"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_says_what_no_other_says_is_shown_however_alike_the_rest_is()
    {
        string text = Sample(i => $"INFO  kernel core {(i == 117 ? "shutdown complete" : $"generating core.{i * 31 % 5000}")} on node {i % 9}");
        Assert.Contains("INFO  kernel core shutdown complete on node 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_words_at_one_place_are_values_of_one_statement()
    {
        string text = Sample(i => $"INFO  auth session opened for {(char)('a' + (i % 26))}{(char)('a' + (i * 7 % 26))}xander by root in {i} ms");
        Assert.InRange(text.Split('\n').Count(line => line.StartsWith('×')), 1, 2);
    }

    [Fact]
    public void The_first_line_of_a_repeated_warning_stands_as_it_was()
    {
        string text = Sample(i => i % 10 == 6 ? $"WARN  peer /10.10.34.{i}:{i * 7} says goodbye to /10.10.34.{i}:{i * 7}" : $"INFO  tick {i}");
        Assert.Contains("WARN  peer /10.10.34.6:42 says goodbye to /10.10.34.6:42\n", text, StringComparison.Ordinal);
    }

    private static string Summary(string text, string word) =>
        text.Split('\n').Single(line => line.StartsWith('×') && line.Contains($"stored as {word}", StringComparison.Ordinal));

    private static string Sample(Func<int, string> line)
    {
        string log = string.Join('\n', Enumerable.Range(0, 200).Select(i => $"2025-03-04T05:{i / 60:00}:{i % 60:00}.000Z {line(i)}"));
        var context = new BlockContext("Bash", Anchors.None, MarkerHash.FromKeyedHash("a keyed hash"u8));
        return Encoding.UTF8.GetString(new BlockCompressor(CompressionProfiles.Balanced).Compress(Encoding.UTF8.GetBytes(log), context).Output!);
    }
}
