using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Onnx.Scoring;
using Headroom.Compression.Onnx.Tests.TinyModels;
using Headroom.Compression.Prose.Words;
using Headroom.Context.Ports;
using Headroom.Context.TextModels;

namespace Headroom.Compression.Onnx.Tests;

public sealed class ScoringWords
{
    private static readonly string[] Words = [.. Enumerable.Range(0, 40).Select(i => $"{(char)('a' + (i % 26))}{(char)('a' + (i * 7 % 26))}{i / 26}")];
    private static readonly Dictionary<string, double> Opinions = Words.Select((word, i) => (word, i)).ToDictionary(pair => pair.word, pair => pair.i / 41.0);

    [Fact]
    public async Task Every_word_gets_its_own_score_wherever_the_pieces_of_a_text_end()
    {
        foreach ((int size, int overlap) in ((int, int)[])[(8, 0), (8, 1), (9, 4), (16, 5), (512, 64)])
        {
            using var tiny = new TinyModel(Opinions, settings: new TextModelSettings { MaxTokens = size, Overlap = overlap });
            await using ILoadedTextModel model = await tiny.LoadAsync();
            Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
            {
                var random = new Random(seed);
                string[] words = [.. Enumerable.Range(0, random.Next(0, 120)).Select(_ => random.Next(5) == 0 ? "unheardof" : Words[random.Next(Words.Length)])];
                string text = string.Concat(words.Select(word => word + " \n\t\r"[random.Next(4)]));
                Assert.Equal(words.Select(tiny.Of), Score(model, Encoding.UTF8.GetBytes(text)));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
        }
    }

    [Fact]
    public void Pieces_judge_every_token_once_and_as_far_from_an_edge_as_the_overlap_allows() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            int size = random.Next(4, 40), overlap = random.Next(0, (size / 2) + 1), count = random.Next(0, 300);
            int judged = 0;
            foreach (TokenWindow window in TokenWindow.Cut(count, size, overlap))
            {
                (int seenFrom, int seenTo, int from, int to) = (window.Seen.Start.Value, window.Seen.End.Value, window.Judged.Start.Value, window.Judged.End.Value);
                Assert.Equal(judged, from);
                Assert.True(to > from && seenTo - seenFrom <= size);
                Assert.True(from == 0 || from - seenFrom >= overlap / 2);
                Assert.True(to == count ? seenTo == count : seenTo - to >= overlap / 2);
                judged = to;
            }

            Assert.Equal(count, judged);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, ScoreKind.Probability)]
    [InlineData(1, ScoreKind.Probability)]
    [InlineData(0, ScoreKind.Logit)]
    [InlineData(1, ScoreKind.Logit)]
    [InlineData(2, ScoreKind.Probability)]
    public async Task Each_form_of_output_is_understood(int valuesPerToken, ScoreKind kind)
    {
        using var tiny = new TinyModel(Opinions, valuesPerToken, new TextModelSettings { MaxTokens = 12, Overlap = 3, Score = kind });
        await using ILoadedTextModel model = await tiny.LoadAsync();
        Assert.Equal(Words.Select(tiny.Of), Score(model, Encoding.UTF8.GetBytes(string.Join(' ', Words))));
    }

    [Fact]
    public async Task The_other_label_can_be_the_one_for_keeping()
    {
        using var tiny = new TinyModel(Opinions, 2, new TextModelSettings { KeepLabel = 0 });
        await using ILoadedTextModel model = await tiny.LoadAsync();
        Assert.Equal(Words.Select(word => (byte)MathF.Round((1 - (float)Math.Max(Opinions[word], 1e-6)) * 255)), Score(model, Encoding.UTF8.GetBytes(string.Join(' ', Words))));
    }

    [Fact]
    public async Task A_word_of_several_tokens_is_as_needed_as_the_most_needed_of_them()
    {
        using var tiny = new TinyModel(new Dictionary<string, double> { ["lock"] = 0.2, ["##smith"] = 0.9, ["##s"] = 0.1 });
        await using ILoadedTextModel model = await tiny.LoadAsync();
        Assert.Equal((byte[])[51, 230, 230, 51], Score(model, "lock locksmith Locksmiths locks"u8.ToArray()));
    }

    [Fact]
    public async Task Two_sessions_give_the_same_scores()
    {
        using var tiny = new TinyModel(Opinions);
        await using ILoadedTextModel one = await tiny.LoadAsync();
        await using ILoadedTextModel other = await tiny.LoadAsync(new TextModelOptions { Deadline = TimeSpan.FromMinutes(1), Threads = 2 });
        byte[] text = Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 2_000).Select(i => Words[i * i % 37])));
        Assert.Equal(one.Id, other.Id);
        Assert.Equal(Score(one, text), Score(other, text));
        Assert.Equal(Score(one, text), Score(one, text));
    }

    [Fact]
    public async Task Any_bytes_have_one_score_per_word()
    {
        using var tiny = new TinyModel(Opinions);
        await using ILoadedTextModel model = await tiny.LoadAsync();
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            byte[] text = new byte[seed % 700];
            new Random(seed).NextBytes(text);
            Assert.Equal(TextWords.Count(text), Score(model, text).Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public async Task A_word_of_a_megabyte_costs_the_model_no_more_than_another()
    {
        using var tiny = new TinyModel(Opinions);
        await using ILoadedTextModel model = await tiny.LoadAsync();
        byte[] text = Encoding.UTF8.GetBytes($"{Words[3]} {new string('x', 1 << 20)}{Words[4]} {new string('é', 300_000)} {Words[5]}");
        byte[] scores = Score(model, text);
        Assert.Equal([tiny.Of(Words[3]), tiny.Of("?"), tiny.Of("?"), tiny.Of(Words[5])], scores);
    }

    [Fact]
    public async Task Text_that_spells_a_special_token_is_text()
    {
        using var tiny = new TinyModel(new Dictionary<string, double> { ["a"] = 0.5, ["["] = 0.1, ["]"] = 0.1, ["sep"] = 0.3 });
        await using ILoadedTextModel model = await tiny.LoadAsync();
        Assert.Equal([tiny.Of("a"), tiny.Of("sep"), tiny.Of("a")], Score(model, "a [SEP] a"u8.ToArray()));
    }

    private static byte[] Score(ITextModel model, byte[] text)
    {
        TextScoring answer = model.ScoreAsync(text, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        Assert.Equal(TextScoringOutcome.Scored, answer.Outcome);
        return answer.Scores!.Values.ToArray();
    }
}
