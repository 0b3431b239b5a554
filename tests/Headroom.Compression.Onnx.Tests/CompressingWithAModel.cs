using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Blocks;
using Headroom.Compression.Onnx.Tests.TinyModels;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Messages;
using Headroom.Context.Ports;
using Headroom.Context.TextModels;
using Headroom.Context.Tenants;
using Headroom.Testing.Memory;
using Headroom.Testing.Time;

namespace Headroom.Compression.Onnx.Tests;

/// <summary>The whole compressor, with a model that finds hardly anything worth keeping.</summary>
public sealed class CompressingWithAModel : IDisposable
{
    private static readonly string[] Subjects = ["the quiet gateway", "a second worker", "Dr. Miller", "every silo of the cluster", "the U.S. team", "the `Retry` policy", "König"];
    private static readonly string[] Verbs = ["must not drop", "was restarted by", "has never seen", "cannot read without a lease", "stores about 4.5 MB of", "waits thirty seconds for", "slowly copies"];
    private static readonly string[] Objects = ["the ledger of the tenant", "17 requests from eu-west-1", "src/app/main.cs", "its own heartbeat in the morning", "the \"fast path\" of the team", "less than half of the quota", "an error that was logged before"];
    private static readonly string[] Opinion = ["quiet", "gateway", "second", "worker", "every", "silo", "cluster", "team", "policy", "was", "restarted", "by", "has", "seen", "read", "lease", "stores", "about", "waits", "seconds", "for", "slowly", "copies", "ledger", "tenant", "requests", "from", "its", "own", "heartbeat", "in", "morning", "of", "quota", "that", "logged", "not", "never", "must", "without", "cannot", "thirty", "less", "half", "than", "17", "error", "an", "a", "the"];

    private readonly TinyModel _tiny = new(Opinion.ToDictionary(word => word, word => word is "ledger" or "lease" ? 0.9 : 0.1), settings: new TextModelSettings { MaxTokens = 64, Overlap = 16 });

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Numbers_negations_names_code_and_quotations_stay_whatever_the_model_thinks()
    {
        await using ILoadedTextModel model = await _tiny.LoadAsync();
        ForAnyProse(text =>
        {
            CompressedText compressed = Compress(text, model);
            Assert.Equal(["prose:scored-words"], compressed.Block.Transforms);
            string output = Encoding.UTF8.GetString(compressed.Text.Span);
            foreach (string bound in (string[])["not", "never", "cannot", "without", "must", "less", "than", "half", "thirty", "17", "4.5", "MB", "eu-west-1", "src/app/main.cs", "Miller", "`Retry`", "\"fast", "path\"", "König", "ledger", "lease"])
            {
                Assert.Equal(Count(text, bound), Count(Body(output), bound));
            }
        });
    }

    [Fact]
    public async Task What_stays_is_an_ordered_part_of_the_text_with_every_line_break_and_a_marker_that_counts()
    {
        await using ILoadedTextModel model = await _tiny.LoadAsync();
        ForAnyProse(text =>
        {
            CompressedText compressed = Compress(text, model);
            string output = Encoding.UTF8.GetString(compressed.Text.Span);
            Assert.StartsWith("[Words of little weight left out]\n", output, StringComparison.Ordinal);
            Queue<string> original = new(Words(text));
            Assert.All(Words(Body(output)), word =>
            {
                while (original.Dequeue() != word)
                {
                }
            });
            Assert.Equal(text.Count(character => character == '\n'), Body(output).Count(character => character == '\n'));
            Match marker = Regex.Match(output, "\\[([0-9]+) words → ([0-9]+) shown\\. .*hash=[0-9a-f]{24}\\]\\s*$");
            Assert.Equal(Words(text).Length - Words(Body(output)).Length, int.Parse(marker.Groups[1].Value, CultureInfo.InvariantCulture) - int.Parse(marker.Groups[2].Value, CultureInfo.InvariantCulture));
        });
    }

    [Fact]
    public async Task Sentences_that_report_an_error_stay_whole()
    {
        await using ILoadedTextModel model = await _tiny.LoadAsync();
        ForAnyProse(text =>
        {
            string output = Encoding.UTF8.GetString(Compress(text, model).Text.Span);
            string[] reports = [.. Regex.Matches(text, "[^.\n]*an error that was logged before[^.]*\\.").Select(report => report.Value.Trim())];
            Assert.NotEmpty(reports);
            Assert.All(reports, report => Assert.Contains(report, output, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task The_output_is_smaller_the_same_each_time_and_under_a_profile_that_names_the_model()
    {
        await using ILoadedTextModel model = await _tiny.LoadAsync();
        var records = new MemoryRecordStore();
        ForAnyProse(text =>
        {
            CompressedText compressed = Compress(text, model, records);
            ITokenCounter counter = TokenCounters.O200k;
            Assert.InRange(counter.Count(compressed.Text.Span), 0.6 * counter.Count(Encoding.UTF8.GetBytes(text)), counter.Count(Encoding.UTF8.GetBytes(text)) - 1);
            Assert.Equal(Encoding.UTF8.GetString(compressed.Text.Span), Encoding.UTF8.GetString(Compress(text, model, records).Text.Span));
            Assert.Equal($"balanced/3;words={model.Id}", compressed.Block.Profile);
            Assert.Equal(CompressionProfiles.Balanced.Id, Compress(text, null).Block.Profile);
        });
    }

    [Fact]
    public async Task A_text_whose_words_nobody_scored_in_time_is_compressed_as_without_a_model()
    {
        string text = Prose(1);
        MessageCompression compression = Compression(new SilentModel());
        CompressedText compressed = await compression.CompressTextAsync(TenantId.Local, Encoding.UTF8.GetBytes(text), new MessageOptions(), CancellationToken.None);
        CompressedText without = Compress(text, null);
        Assert.Equal(Body(Encoding.UTF8.GetString(without.Text.Span)), Body(Encoding.UTF8.GetString(compressed.Text.Span)));
        Assert.Equal((CompressionProfiles.Balanced.Id, 1L), (compressed.Block.Profile!, compression.Counters.Unscored));
        Assert.Contains("prose:words", compressed.Block.Transforms);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"tool","tool_call_id":"1","content":@}]}""", null)]
    [InlineData(null, "what does Dr. Miller say about the lease?")]
    [InlineData(null, null)]
    public async Task The_model_is_asked_only_where_words_would_be_left_out(string? messages, string? question)
    {
        string text = Prose(2);
        var asked = new SilentModel();
        MessageCompression compression = Compression(asked);
        var options = new MessageOptions { Question = question };
        if (messages is not null)
        {
            await compression.CompressAsync(TenantId.Local, Encoding.UTF8.GetBytes(messages.Replace("@", System.Text.Json.JsonSerializer.Serialize(text), StringComparison.Ordinal)), options, CancellationToken.None);
        }
        else
        {
            await compression.CompressTextAsync(TenantId.Local, Encoding.UTF8.GetBytes(text), options, CancellationToken.None);
        }

        Assert.Equal(messages is null && question is null ? 1 : 0, asked.Questions);
    }

    private static void ForAnyProse(Action<string> assert) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => assert(Prose(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    /// <param name="text">The text.</param>
    /// <param name="model">The model.</param>
    /// <param name="records">Holds the secret behind the marker, whose digits cost tokens too.</param>
    private static CompressedText Compress(string text, ITextModel? model, MemoryRecordStore? records = null) =>
        Compression(model, records).CompressTextAsync(TenantId.Local, Encoding.UTF8.GetBytes(text), new MessageOptions(), CancellationToken.None).GetAwaiter().GetResult();

    private static MessageCompression Compression(ITextModel? model, MemoryRecordStore? records = null)
    {
        var time = new ManualTimeProvider();
        return new MessageCompression(
            new MemoryContentStore(new RetentionOptions(), time), new TenantSecrets(records ?? new MemoryRecordStore()), new ProfileSelection(CompressionProfiles.Balanced), model);
    }

    private static string Prose(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = 0; i < 60; i++)
        {
            string sentence = $"{Subjects[random.Next(Subjects.Length)]} {Verbs[random.Next(Verbs.Length)]} {Objects[random.Next(Objects.Length)]}, as the log of day {i} shows.";
            text.Append(char.ToUpperInvariant(sentence[0])).Append(sentence.AsSpan(1)).Append(i % 5 == 4 ? "\n\n" : random.Next(6) == 0 ? "\n" : " ");
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static string Body(string output) => string.Concat(output.Split('\n')[1..^1].SkipLast(output.EndsWith('\n') ? 1 : 0).Select(line => line + "\n"));

    private static string[] Words(string text) => text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static int Count(string text, string word) => Words(text).Count(found => found.Trim(',', '.') == word);

    /// <summary>A model that is always late.</summary>
    private sealed class SilentModel : ITextModel
    {
        public int Questions { get; private set; }

        public string Id => "silent@000000000000";

        public ValueTask<TextScoring> ScoreAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
        {
            Questions++;
            return new(TextScoringOutcome.Late);
        }
    }
}
