using System.Text;
using System.Text.Json;
using Headroom.Compression.Onnx.Counting;
using Headroom.Compression.Tokens;
using Headroom.Context.TextModels;

namespace Headroom.Compression.Onnx.Tests;

public sealed class CountingWithOtherVocabularies : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headroom-vocabulary-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Byte_level_pairs_are_merged_by_their_rank()
    {
        string file = BytePairs();
        var counter = VocabularyTokenCounter.Load("tiny", file);
        Assert.Equal("tiny", counter.Vocabulary);
        Assert.Equal(1, counter.Count("low"u8));
        Assert.Equal(2, counter.Count("low low"u8));
        Assert.Equal(3, counter.Count("owl"u8) + counter.Count(" low"u8));
        Assert.Equal(2, counter.Count("é"u8));
        Assert.Equal(0, counter.Count([]));
    }

    [Fact]
    public void A_long_text_has_the_tokens_of_its_words()
    {
        var pairs = VocabularyTokenCounter.Load("tiny", BytePairs());
        Assert.Equal(20_000, pairs.Count(Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Repeat("low", 20_000)))));
        var pieces = VocabularyTokenCounter.Load("tiny", WordPieces());
        Assert.Equal(30_000, pieces.Count(Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Repeat("lower low", 10_000)))));
    }

    [Fact]
    public void A_word_without_end_and_bytes_that_are_no_text_are_counted_too()
    {
        var counter = VocabularyTokenCounter.Load("tiny", BytePairs());
        Assert.InRange(counter.Count(Encoding.UTF8.GetBytes(new string('w', 100_000))), 1, 100_000);
        Assert.InRange(counter.Count([0xFF, 0xC3, 0x28, (byte)'l', (byte)'o', (byte)'w']), 2, 12);
    }

    [Fact]
    public void A_vocabulary_of_an_unknown_kind_is_refused_by_name()
    {
        string file = Write("tokenizer.json", """{"model":{"type":"Unigram","vocab":[]}}""");
        Assert.Contains("'Unigram'", Assert.Throws<TextModelException>(() => VocabularyTokenCounter.Load("tiny", file)).Message, StringComparison.Ordinal);
        Assert.Contains(file, Assert.Throws<TextModelException>(() => VocabularyTokenCounter.Load("tiny", Write("tokenizer.json", "[]"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_counter_that_was_given_stands_for_the_models_whose_names_begin_so()
    {
        ITokenCounter counter = new OnnxTextModelAdapter().LoadCounter("tiny", BytePairs());
        TokenCounters.Give("made-up-3", counter);
        Assert.Equal(new ModelTokenCounter(counter, IsExact: true, "made-up-3"), TokenCounters.ForModel("somebody/Made-Up-3.1-large"));
        Assert.Equal("unknown", TokenCounters.ForModel("made-up-2").Family);
    }

    private string WordPieces() => Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nlow\n##er");

    private string BytePairs()
    {
        // The bytes as byte-level vocabularies write them: printable ones as they are, the others from U+0100 on.
        int next = 256;
        List<string> tokens = [.. Enumerable.Range(0, 256).Select(value => value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174 ? $"{(char)value}" : $"{(char)next++}")];
        tokens.AddRange(["ow", "low", "Ġlow"]);
        return Write("tokenizer.json", JsonSerializer.Serialize(new
        {
            model = new { type = "BPE", vocab = tokens.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id), merges = new object[] { "o w", new[] { "l", "ow" }, "Ġ low" } },
            pre_tokenizer = new { type = "Sequence", pretokenizers = new object[] { new { type = "ByteLevel", add_prefix_space = false } } },
        }));
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
