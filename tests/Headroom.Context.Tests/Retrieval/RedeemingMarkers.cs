using System.Text;
using System.Text.RegularExpressions;
using Headroom.Compression.Markers;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Retrieval;
using Headroom.Context.Tests.Fakes;

namespace Headroom.Context.Tests.Retrieval;

public sealed class RedeemingMarkers
{
    private const string Hash = "0123456789abcdef01234567";

    private readonly MemoryContentStore _contents = new();

    private ContentRetrieval Retrieval => new(_contents, TokenCounters.O200k, new RetrievalOptions { MaxReplyTokens = 1000 });

    [Fact]
    public async Task A_small_original_comes_whole()
    {
        string rows = Rows(20);
        RetrievalReply reply = await ReplyAsync(rows, null, null);
        Assert.Equal(rows, reply.Text);
        Assert.Equal(TokenCounters.O200k.Count(Encoding.UTF8.GetBytes(rows)), reply.Tokens);
    }

    [Theory]
    [InlineData("3-5", 3, 5)]
    [InlineData("7", 7, 7)]
    [InlineData("18-", 18, 19)]
    [InlineData("-2", 0, 2)]
    [InlineData(" 2 - 3 ", 2, 3)]
    [InlineData("18-99", 18, 19)]
    [InlineData("5-3", 5, 5)]
    [InlineData("nonsense", 0, 19)]
    public async Task A_range_counts_rows_from_zero_as_compressed_tables_do(string range, int first, int last)
    {
        RetrievalReply reply = await ReplyAsync(Rows(20), null, range);
        Assert.Equal(Enumerable.Range(first + 1, last - first + 1), Ids(reply.Text));
        Assert.Contains($"[rows {first}-{last} of 0-19.", reply.Text);
    }

    [Fact]
    public async Task A_range_counts_lines_from_one_as_compressed_logs_do()
    {
        RetrievalReply reply = await ReplyAsync("first line of text\nsecond line of text\nthird line of text\n", null, "2-3");
        Assert.StartsWith("second line of text\nthird line of text\n", reply.Text);
        Assert.Contains("[lines 2-3 of 1-3.", reply.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Continuations_read_in_order_give_every_item_once_within_the_limit(bool isJson)
    {
        string content = isJson ? Rows(500) : string.Concat(Enumerable.Range(1, 500).Select(i => $"line \"id\":{i} and some more words\n"));
        List<int> ids = [];
        string? range = null;
        int calls = 0;
        do
        {
            RetrievalReply reply = await ReplyAsync(content, null, range);
            Assert.True(reply.Tokens <= 1000, $"{reply.Tokens} tokens");
            ids.AddRange(Ids(reply.Text));
            Match next = Regex.Match(reply.Text, $"Next: headroom_retrieve hash={Hash} range=(\\S+?)\\]");
            range = next.Success ? next.Groups[1].Value : null;
        }
        while (range is not null && ++calls < 100);
        Assert.Equal(Enumerable.Range(1, 500), ids);
        Assert.True(calls >= 4);
    }

    [Fact]
    public async Task White_space_between_small_items_loses_none_of_them()
    {
        string content = "[" + string.Join(",\n\n\t\t \n  \t\n", Enumerable.Range(1, 1500).Select(i => $"{i}")) + "]";
        List<int> numbers = [];
        string? range = "0-1499";
        for (int calls = 0; range is not null && calls < 100; calls++)
        {
            RetrievalReply reply = await ReplyAsync(content, null, range);
            Assert.DoesNotContain("[cut", reply.Text);
            numbers.AddRange(Regex.Matches(reply.Text.Split("\n[rows")[0], "\\d+").Select(match => int.Parse(match.Value)));
            Match next = Regex.Match(reply.Text, "range=(\\S+?)\\]");
            range = next.Success ? next.Groups[1].Value : null;
        }

        Assert.Equal(Enumerable.Range(1, 1500), numbers);
    }

    [Fact]
    public async Task A_query_gives_what_matches_with_its_place()
    {
        string lines = string.Concat(Enumerable.Range(1, 300).Select(i => i == 217 ? "the needle is here\n" : $"hay number {i}\n"));
        RetrievalReply reply = await ReplyAsync(lines, "NEEDLE", null);
        Assert.StartsWith("[1 of 300 lines match", reply.Text);
        Assert.Contains("217: the needle is here", reply.Text);
        Assert.DoesNotContain("hay", reply.Text);
        Assert.StartsWith("[0 of 300 lines match", (await ReplyAsync(lines, "absent", null)).Text);
    }

    [Fact]
    public async Task A_query_that_matches_more_than_fits_gives_the_best()
    {
        RetrievalReply reply = await ReplyAsync(Rows(500), "row", null);
        Assert.Contains("500 of 500 rows match, the best ", reply.Text);
        Assert.InRange(reply.Tokens, 500, 1000);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("xyz")]
    public async Task One_huge_item_is_cut_and_says_so(string? query)
    {
        string content = "[\"small\",\"" + string.Concat(Enumerable.Repeat("xyz €\U0001F600 ", 5000)) + "\"]";
        RetrievalReply reply = await ReplyAsync(content, query, query is null ? "2" : null);
        Assert.True(reply.Tokens <= 1000, $"{reply.Tokens} tokens");
        Assert.Contains("[cut: ", reply.Text);
        Assert.DoesNotContain("\uFFFD", reply.Text);
    }

    [Fact]
    public async Task Why_there_is_nothing_is_told_apart()
    {
        await StoreAsync("content");
        Assert.Equal(RetrievalMiss.Unknown, await MissAsync("ffffffffffffffffffffffff"));
        Assert.Equal(RetrievalMiss.Malformed, await MissAsync("0123"));
        Assert.Equal(RetrievalMiss.Malformed, await MissAsync(null));
        Assert.Equal(RetrievalMiss.Malformed, await MissAsync(Hash.ToUpperInvariant()));
        var other = Assert.IsType<RetrievalLookup.Missing>(await Retrieval.FindAsync(new TenantId("other"), Hash, default));
        Assert.Equal(RetrievalMiss.Unknown, other.Reason);
        _contents.Expired.Add(ContentHash.Of("content"u8));
        Assert.Equal(RetrievalMiss.Expired, await MissAsync($" {Hash}\n"));
        _contents.IsDown = true;
        Assert.Equal(RetrievalMiss.Unavailable, await MissAsync(Hash));
    }

    private static string Rows(int count) => "[" + string.Join(",\n  ", Enumerable.Range(1, count).Select(i => $$"""{"id":{{i}},"name":"row {{i}}"}""")) + "]";

    private static IEnumerable<int> Ids(string text) => Regex.Matches(text, "\"id\":(\\d+)").Select(match => int.Parse(match.Groups[1].Value));

    private async Task<RetrievalMiss> MissAsync(string? hash) => Assert.IsType<RetrievalLookup.Missing>(await Retrieval.FindAsync(TenantId.Local, hash, default)).Reason;

    private async Task<RetrievalReply> ReplyAsync(string content, string? query, string? range)
    {
        await StoreAsync(content);
        return Retrieval.Reply(Assert.IsType<RetrievalLookup.Found>(await Retrieval.FindAsync(TenantId.Local, Hash, default)), query, range, 100_000);
    }

    private Task StoreAsync(string content)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        Assert.True(MarkerHash.TryParse(Hash, out MarkerHash marker));
        return _contents.PutAsync(TenantId.Local, [new StoredContent(ContentHash.Of(bytes), bytes, marker, new ContentDescription("json", 0))], default);
    }
}
