using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;

namespace Headroom.Compression.Tests.Json;

public sealed partial class ShortenedStrings
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

    [Fact]
    public void Pieces_stand_in_the_original_in_order_and_what_is_between_is_counted()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            string prose = Prose(random.Next(20, 400), i => random.Next(40) == 0 ? Failure(random, i) : null, random.Next(3) == 0 ? " " : "\n");
            string text = Compress(prose, Anchors.FromQuestion("what is with word31 and job 14?"), out _);
            string escaped = JsonTree.Quote(prose)[1..^1];
            int at = 0;
            foreach (Match part in Part().Matches(Shown().Match(text).Groups[1].Value))
            {
                if (part.Groups[2].Success)
                {
                    at += int.Parse(part.Groups[2].Value, CultureInfo.InvariantCulture);
                    continue;
                }

                // What is left out is counted as it is written in JSON.
                Assert.Equal(part.Groups[1].Value, escaped.Substring(at, part.Groups[1].Length));
                at += part.Groups[1].Length;
            }

            Assert.Equal(escaped.Length, at);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Theory]
    [InlineData("the worker reported E5521: quota ledger mismatch, status=degraded", "\n")]
    [InlineData("ERROR billing.ledger E5521 quota ledger mismatch", "\n")]
    [InlineData("\"state\": \"critical\" for E5521,", " ")]
    [InlineData("SEVERE: E5521 quota ledger mismatch", "\n")]
    [InlineData("step E5521 exit code: 137", "\n")]
    [InlineData("GET /quota HTTP/1.1\" status: 503 E5521", "\n")]
    [InlineData("LedgerError: E5521", "\n")]
    public void An_error_in_the_middle_of_a_long_string_is_shown(string error, string separator)
    {
        string text = Compress(Prose(400, i => i == 200 ? error : null, separator), Anchors.None, out BlockOutcome outcome);
        Assert.Contains(JsonTree.Quote(error)[1..^1], text, StringComparison.Ordinal);
        Assert.True(outcome.TokensAfter < outcome.TokensBefore / 3, text);
    }

    [Fact]
    public void Many_errors_of_one_shape_are_a_few_and_a_true_count()
    {
        string text = Compress(Prose(900, i => i % 10 == 5 ? $"job {i} failed with E{i}" : null), Anchors.None, out BlockOutcome outcome);
        int folded = Folded().Matches(text).Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Equal(90, folded + Regex.Count(text[..text.LastIndexOf(" like ", StringComparison.Ordinal)], "job \\d+ failed with E"));
        Assert.Contains("E205", text, StringComparison.Ordinal);
        Assert.True(outcome.TokensAfter < 2_500, text);
    }

    [Fact]
    public void Every_error_that_is_like_no_other_is_shown()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var errors = new List<string>();
            string text = Compress(Prose(500, i => random.Next(60) == 0 ? Remember(errors, Failure(random, i)) : null), Anchors.None, out _);
            Assert.All(errors, error => Assert.Contains(error, text, StringComparison.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void A_rare_term_of_the_question_keeps_its_line_and_is_reported()
    {
        string prose = Prose(400, i => i == 200 ? "the parcel zx-4471 went to Trondheim" : null);
        Anchors asked = Anchors.FromQuestion("where did zx-4471 go, and what about words?");
        string text = Compress(prose, asked, out BlockOutcome outcome);
        Assert.Contains("the parcel zx-4471 went to Trondheim", text, StringComparison.Ordinal);
        Assert.Equal("zx-4471", outcome.UsedAnchors.ToString());
        Assert.DoesNotContain("zx-4471", Compress(prose, Anchors.None, out _), StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_whose_long_text_holds_a_bad_state_is_shown()
    {
        string json = "[" + string.Join(",", Enumerable.Range(0, 200).Select(i =>
            $$"""{"id":{{i}},"report":{{JsonTree.Quote($$"""{"node":{{i * 37 % 101}},"health":"{{(i == 120 ? "degraded" : "good")}}"}""")}}}""")) + "]";
        Assert.Contains("\n120: ", SampledTables.Sample(json, Anchors.None), StringComparison.Ordinal);
    }

    private static string Remember(List<string> errors, string error)
    {
        errors.Add(error);
        return error;
    }

    private static string Failure(Random random, int i) =>
        string.Concat(Enumerable.Range(0, 6).Select(_ => (char)('a' + random.Next(26)))) + $" could not be written: permission denied at {i}";

    private static string Prose(int lines, Func<int, string?> other, string separator = "\n") => string.Join(separator, Enumerable.Range(0, lines).Select(i =>
        other(i) ?? $"{(char)('a' + (i * 7 % 26))}{i * 31 % 97} is what word{i % 89} says of {(char)('k' + (i % 13))}{i * 13 % 61} on a quiet day"));

    private static string Compress(string prose, Anchors anchors, out BlockOutcome outcome)
    {
        byte[] content = Encoding.UTF8.GetBytes($$"""{"stdout":{{JsonTree.Quote(prose)}},"exit_code":0}""");
        outcome = new BlockCompressor(CompressionProfiles.Balanced).Compress(content, new BlockContext(null, anchors, Hash));
        return Encoding.UTF8.GetString(outcome.Output ?? content);
    }

    [GeneratedRegex("\"stdout\":((?:\"(?:[^\"\\\\]|\\\\.)*\"|…\\d+…)+)")]
    private static partial Regex Shown();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"|…(\\d+)…")]
    private static partial Regex Part();

    [GeneratedRegex(" \\+(\\d+) like ")]
    private static partial Regex Folded();
}
