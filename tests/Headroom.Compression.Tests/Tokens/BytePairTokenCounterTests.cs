using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Headroom.Compression.Tokens;

namespace Headroom.Compression.Tests.Tokens;

public sealed class BytePairTokenCounterTests
{
    private static readonly ITokenCounter[] Counters = [TokenCounters.O200k, TokenCounters.Cl100k];

    public static TheoryData<string, int, int> Vectors()
    {
        var vectors = new TheoryData<string, int, int>();
        using Stream stream = typeof(BytePairTokenCounterTests).Assembly.GetManifestResourceStream("vectors.jsonl")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument vector = JsonDocument.Parse(line);
            JsonElement root = vector.RootElement;
            vectors.Add(root.GetProperty("text").GetString()!, root.GetProperty("o200k").GetInt32(), root.GetProperty("cl100k").GetInt32());
        }

        return vectors;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_text_has_as_many_tokens_as_tiktoken_makes_of_it(string text, int o200k, int cl100k)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Assert.Equal((o200k, cl100k), (TokenCounters.O200k.Count(utf8), TokenCounters.Cl100k.Count(utf8)));
    }

    [Fact]
    public void No_bytes_are_no_tokens() =>
        Assert.All(Counters, counter => Assert.Equal(0, counter.Count([])));

    [Fact]
    public void Random_bytes_are_counted_without_throwing_and_never_as_nothing_or_more_than_bytes() =>
        Prop.ForAll<byte[]>(bytes => Counters.All(counter => IsPlausible(counter.Count(bytes), bytes.Length)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Any_text_is_counted_as_at_least_one_token_and_at_most_one_per_byte() =>
        Prop.ForAll<string>(text =>
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(text ?? "");
            return Counters.All(counter => IsPlausible(counter.Count(utf8), utf8.Length));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Invalid_bytes_count_one_each_and_leave_the_text_around_them_as_it_is()
    {
        byte[] around = [.. "hello"u8, 0xFF, 0xC3, .. " world"u8];
        Assert.All(Counters, counter => Assert.Equal(counter.Count("hello"u8) + 2 + counter.Count(" world"u8), counter.Count(around)));
    }

    [Theory]
    [InlineData('a')]
    [InlineData(' ')]
    [InlineData('\n')]
    [InlineData('-')]
    [InlineData('7')]
    [InlineData('\0')]
    public void Ten_megabytes_of_one_character_are_counted(char character)
    {
        byte[] utf8 = new byte[10_000_000];
        utf8.AsSpan().Fill((byte)character);
        Assert.All(Counters, counter => Assert.InRange(counter.Count(utf8), 1, utf8.Length));
    }

    [Fact]
    public void Many_threads_count_the_same()
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => $"row {i:x8} = Wörter_und_Zahlen {i * 7919}\n")));
        int expected = TokenCounters.O200k.Count(utf8);
        Parallel.For(0, 32, _ => Assert.Equal(expected, TokenCounters.O200k.Count(utf8)));
    }

    private static bool IsPlausible(int tokens, int bytes) => tokens <= bytes && tokens >= (bytes == 0 ? 0 : 1);
}
