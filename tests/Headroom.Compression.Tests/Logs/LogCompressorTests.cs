using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Logs;
using Headroom.Compression.Markers;
using Headroom.Compression.Tokens;

namespace Headroom.Compression.Tests.Logs;

public sealed class LogCompressorTests
{
    private static readonly MarkerHash Hash = MarkerHash.FromKeyedHash("a keyed hash"u8);
    private static readonly CompressionProfile Profile = new() { Id = "test/1", Counter = TokenCounters.O200k, MayOmit = true };
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(600);

    [Fact]
    public void A_folded_log_can_be_rebuilt_byte_for_byte() =>
        ForAnyLog(log =>
        {
            if (Propose(log).FirstOrDefault(proposal => proposal.IsLossless) is { } folded)
            {
                Assert.Equal(log, FoldedLogDecoder.Decode(folded.Text));
            }
        });

    [Theory]
    [InlineData("→", "⅒")]
    [InlineData("é", "è")]
    [InlineData("😀", "😁")]
    public void Characters_that_share_bytes_are_never_cut(string one, string other)
    {
        byte[] log = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 80).Select(i =>
            $"2026-01-01T00:00:{i % 60:00}Z INFO user a{(i % 2 == 0 ? one : other)}b={i} of {(i % 3 == 0 ? one : other)}\n")));
        IReadOnlyList<Proposal> proposals = Propose(log);
        Assert.NotEmpty(proposals);
        Assert.All(proposals, proposal => Assert.True(System.Text.Unicode.Utf8.IsValid(proposal.Text)));
    }

    [Fact]
    public void Some_generated_logs_fold_so_that_the_round_trip_proves_something() =>
        Assert.InRange(Enumerable.Range(0, 300).Count(seed => Propose(GeneratedLogs.Any(seed)).Any(proposal => proposal.IsLossless)), 100, 300);

    [Fact]
    public void Every_line_of_a_sampled_log_is_a_line_of_the_log_in_order_or_a_stamped_summary() =>
        ForAnyLog(log =>
        {
            if (Sampled(log) is { } sampled)
            {
                string[] lines = Latin1(sampled.Text).Split('\n');
                int shown = CountLinesInOrder(lines[1..^1], Lines(log));
                Assert.Equal(sampled.ShownItemCount, shown);
                Assert.Equal(Lines(log).Length, sampled.ItemCount);
            }
        });

    [Fact]
    public void A_sampled_log_ends_in_its_only_marker() =>
        ForAnyLog(log =>
        {
            if (Sampled(log) is { } sampled)
            {
                string marker = $"[{sampled.ItemCount} lines → {sampled.ShownItemCount} shown. Full content: headroom_retrieve hash={Hash}]";
                Assert.EndsWith(marker, Encoding.UTF8.GetString(sampled.Text));
                int position = 0;
                Assert.True(Marker.TryReadNext(sampled.Text, ref position, out MarkerHash hash));
                Assert.Equal(Hash, hash);
                Assert.False(Marker.TryReadNext(sampled.Text, ref position, out _));
            }
        });

    [Fact]
    public void No_error_loses_what_is_its_own() =>
        Prop.ForAll(Seeds(), seed =>
        {
            (byte[] log, string[] errorLines, string[] codes) = GeneratedLogs.Service(seed);
            string text = Encoding.UTF8.GetString(Sampled(log)!.Text);
            Assert.All(codes, code => Assert.Contains(code[1..], text));
            Assert.All(errorLines, line => Assert.Contains(line[25..45], text));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void A_line_that_names_a_failure_is_never_folded_into_the_lines_that_went_well()
    {
        string[] outcomes = ["succeeded", "finished", "skipped", "queued", "cached", "merged", "split", "done"];
        string[] lines = [.. Enumerable.Range(0, 200).Select(i =>
            $"2025-03-04 05:06:{i % 60:D2} INFO jobs nightly export of one tenant has {(i == 123 ? "failed" : outcomes[i % 8])}")];
        string text = Latin1(Sampled(Encoding.UTF8.GetBytes(string.Join('\n', lines)))!.Text);
        Assert.Contains("2025-03-04 05:06:03 INFO jobs nightly export of one tenant has failed", text);
    }

    [Theory]
    [InlineData("10.0.0.{0} - - [04/Mar/2025:05:06:07 +0000] \"GET /items/{0} HTTP/1.1\" {1} 17{0}")]
    [InlineData("2025-03-04 05:06:07 INFO  worker.pool request completed id={0} dur=1{0}ms status={1}")]
    [InlineData("2025-03-04 05:06:07 INFO  worker.pool request completed {{\"id\": {0}, \"statusCode\": {1}}}")]
    public void A_request_that_the_server_failed_is_an_error_whatever_its_level(string format)
    {
        string[] lines = [.. Enumerable.Range(100, 300).Select(i => string.Format(format, i, i is 222 or 333 ? 503 : 200))];
        string[] shown = Latin1(Sampled(Encoding.UTF8.GetBytes(string.Join('\n', lines)))!.Text).Split('\n');
        Assert.Contains(lines[122], shown);
        Assert.Contains(lines[233], shown);
    }

    [Fact]
    public void Every_distinct_stack_trace_is_shown_whole_and_repeats_are_counted() =>
        Prop.ForAll(Seeds(), seed =>
        {
            (byte[] log, Dictionary<string, int> traces) = GeneratedLogs.Traces(seed);
            string text = Latin1(Sampled(log)!.Text);
            Assert.All(traces, trace => Assert.Contains(trace.Key, text));
            Assert.All(traces.Values.Where(count => count > 1), count => Assert.Contains($"{count - 1} more with the same trace", text));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Every_distinct_warning_is_visible_with_its_count()
    {
        string[] lines = [.. Enumerable.Range(0, 300).Select(i => $"2025-03-04 05:06:{i % 60:D2} {(i % 10) switch
        {
            0 => "WARN cache is nearly full",
            5 => "WARN disk is slow",
            _ => $"INFO request {i} done",
        }}")];
        string text = Latin1(Sampled(Encoding.UTF8.GetBytes(string.Join('\n', lines)))!.Text);
        Assert.Matches("30 \\d+.+WARN cache is nearly full", text);
        Assert.Matches("30 \\d+.+WARN disk is slow", text);
    }

    [Fact]
    public void Filler_is_cut_by_more_than_85_percent_of_its_tokens()
    {
        (byte[] log, _, _) = GeneratedLogs.Service(7);
        IReadOnlyList<Proposal> proposals = Propose(log);
        int before = Profile.Counter.Count(log);
        Assert.InRange(Profile.Counter.Count(proposals.Single(proposal => proposal.IsLossless).Text), 1, before * 70 / 100);
        Assert.InRange(Profile.Counter.Count(proposals.Single(proposal => !proposal.IsLossless).Text), 1, before * 15 / 100);
    }

    [Fact]
    public void The_same_log_gives_the_same_bytes() =>
        ForAnyLog(log => Assert.Equal(Propose(log).Select(proposal => Latin1(proposal.Text)), Propose(log).Select(proposal => Latin1(proposal.Text))));

    [Fact]
    public void Random_bytes_are_compressed_without_throwing_and_rebuilt() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            byte[] log = [.. bytes, (byte)'\n', .. bytes, (byte)'\n', .. bytes];
            foreach (Proposal folded in Propose(log).Where(proposal => proposal.IsLossless))
            {
                Assert.Equal(log, FoldedLogDecoder.Decode(folded.Text));
            }
        }).Check(Thorough);

    [Fact]
    public void Nothing_is_left_out_where_the_reader_cannot_retrieve()
    {
        (byte[] log, _, _) = GeneratedLogs.Service(3);
        Assert.All(Propose(log, marker: null), proposal => Assert.True(proposal.IsLossless));
        Assert.All(Propose(log, profile: Profile with { MayOmit = false }), proposal => Assert.True(proposal.IsLossless));
    }

    [Fact]
    public void An_anchor_adds_the_lines_that_match_it_in_any_case_and_removes_none()
    {
        (byte[] log, _, _) = GeneratedLogs.Service(11);
        string wanted = Lines(log).Where(line => line.Contains("INFO", StringComparison.Ordinal)).ElementAt(150);
        string request = wanted.Split(' ')[5].ToLowerInvariant();
        Proposal shared = Sampled(log)!;
        Proposal anchored = Sampled(log, Anchors.Parse($"{request} nosuchterm"))!;
        Assert.Contains(wanted, Latin1(anchored.Text));
        Assert.Equal(request, anchored.UsedAnchors.ToString());
        Assert.All(Latin1(shared.Text).Split('\n')[..^1], line => Assert.Contains(line, Latin1(anchored.Text)));
    }

    [Fact]
    public void Anchors_without_a_match_leave_the_shared_variant()
    {
        (byte[] log, _, _) = GeneratedLogs.Service(11);
        Proposal anchored = Sampled(log, Anchors.Parse("nosuchterm other"))!;
        Assert.Equal(Sampled(log)!.Text, anchored.Text);
        Assert.Empty(anchored.UsedAnchors.Terms);
    }

    [Fact]
    public void A_passed_deadline_ends_the_work()
    {
        (byte[] log, _, _) = GeneratedLogs.Service(1);
        Assert.Throws<OperationCanceledException>(
            () => new LogCompressor().Propose(log, new BlockContext(null, Anchors.None, Hash), Profile, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("one line")]
    [InlineData("\t\t\t\n \n")]
    public void Next_to_nothing_is_left_alone(string text) =>
        Assert.DoesNotContain(Propose(Encoding.UTF8.GetBytes(text)), proposal => proposal.Text.Length < text.Length);

    [Fact]
    public void It_is_the_compressor_for_logs() => Assert.Equal(ContentKind.Log, new LogCompressor().Kind);

    private static Arbitrary<int> Seeds() => Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    private static void ForAnyLog(Action<byte[]> check) =>
        Prop.ForAll(Seeds(), seed => check(GeneratedLogs.Any(seed))).Check(Thorough);

    private static IReadOnlyList<Proposal> Propose(byte[] log) => Propose(log, Hash);

    private static IReadOnlyList<Proposal> Propose(byte[] log, MarkerHash? marker = null, Anchors? anchors = null, CompressionProfile? profile = null) =>
        new LogCompressor().Propose(log, new BlockContext(null, anchors ?? Anchors.None, marker), profile ?? Profile, CancellationToken.None);

    private static Proposal? Sampled(byte[] log, Anchors? anchors = null) =>
        Propose(log, Hash, anchors).SingleOrDefault(proposal => !proposal.IsLossless);

    private static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static string[] Lines(byte[] log)
    {
        string[] lines = Latin1(log).Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static int CountLinesInOrder(string[] output, string[] log)
    {
        const string Times = "\u00c3\u0097";
        int next = 0;
        int shown = 0;
        foreach (string line in output)
        {
            int found = Array.FindIndex(log, next, candidate => candidate == line || candidate == line + "\r");
            if (found >= 0)
            {
                next = found + 1;
                shown++;
                continue;
            }

            Assert.StartsWith(Times, line);
        }

        return shown;
    }
}
