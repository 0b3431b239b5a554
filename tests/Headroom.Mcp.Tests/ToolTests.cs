using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Headroom.Mcp.Tests;

/// <summary>The tools, called by the SDK's own client over HTTP.</summary>
public sealed class ToolTests : IAsyncLifetime
{
    private McpGateway _gateway = null!;
    private McpClient _client = null!;

    public async Task InitializeAsync()
    {
        _gateway = await McpGateway.StartAsync();
        _client = await _gateway.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_text_is_made_smaller_keeps_its_fault_visible_and_comes_back_byte_for_byte()
    {
        JsonNode compressed = await _client.AnswerAsync("headroom_compress", ("content", Calls.Services));
        string shown = (string)compressed["compressed"]!, hash = (string)compressed["hash"]!;
        Assert.True((int)compressed["compressed_tokens"]! * 2 < (int)compressed["original_tokens"]!);
        Assert.Equal((int)compressed["original_tokens"]! - (int)compressed["compressed_tokens"]!, (int)compressed["tokens_saved"]!);
        Assert.Contains("down: certificate expired", shown, StringComparison.Ordinal);
        Assert.Contains($"hash={hash}", shown, StringComparison.Ordinal);

        JsonNode original = await _client.AnswerAsync("headroom_retrieve", ("hash", hash));
        Assert.Equal(Calls.Services, (string)original["original_content"]!);
        Assert.Equal(150, (int)original["original_item_count"]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("  \r\n\t \0 \u2028 😀")]
    public async Task A_text_that_cannot_be_made_smaller_stays_and_has_a_hash_all_the_same(string text)
    {
        JsonNode compressed = await _client.AnswerAsync("headroom_compress", ("content", text));
        Assert.Equal(text, (string)compressed["compressed"]!);
        Assert.Equal(0, (int)compressed["tokens_saved"]!);
        JsonNode original = await _client.AnswerAsync("headroom_retrieve", ("hash", (string)compressed["hash"]!));
        Assert.Equal(text, (string)original["original_content"]!);
    }

    [Fact]
    public async Task Messages_are_compressed_one_by_one_and_the_user_s_words_stay()
    {
        string messages = new JsonArray(
            new JsonObject { ["role"] = "user", ["content"] = "Which service is down?" },
            new JsonObject { ["role"] = "tool", ["tool_call_id"] = "t", ["content"] = Calls.Services }).ToJsonString();
        JsonNode compressed = await _client.AnswerAsync("headroom_compress", ("content", messages));
        JsonArray shown = JsonNode.Parse((string)compressed["compressed"]!)!.AsArray();
        Assert.Equal("Which service is down?", (string)shown[0]!["content"]!);
        string block = (string)compressed["hashes"]!.AsArray().Single()!;
        Assert.Contains($"hash={block}", (string)shown[1]!["content"]!, StringComparison.Ordinal);
        Assert.Equal(Calls.Services, (string)(await _client.AnswerAsync("headroom_retrieve", ("hash", block)))["original_content"]!);
        Assert.Equal(messages, (string)(await _client.AnswerAsync("headroom_retrieve", ("hash", (string)compressed["hash"]!)))["original_content"]!);
    }

    [Fact]
    public async Task A_query_brings_what_matches_and_a_range_brings_a_part()
    {
        string hash = (string)(await _client.AnswerAsync("headroom_compress", ("content", Calls.Services)))["hash"]!;
        JsonNode matches = await _client.AnswerAsync("headroom_retrieve", ("hash", hash), ("query", "certificate expired"));
        Assert.Contains("service-77\"", (string)matches["results"]!.AsArray().Single()!, StringComparison.Ordinal);
        string part = (string)(await _client.AnswerAsync("headroom_retrieve", ("hash", hash), ("range", "10-12")))["original_content"]!;
        Assert.Contains("service-10\"", part, StringComparison.Ordinal);
        Assert.Contains("service-12\"", part, StringComparison.Ordinal);
        Assert.DoesNotContain("service-13\"", part, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_done_is_an_answer_to_act_on_and_the_session_goes_on()
    {
        Assert.Contains("Run the tool", await ErrorFrom("headroom_retrieve", ("hash", "deadbeefdeadbeefdeadbeef")), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("24 hexadecimal digits", await ErrorFrom("headroom_retrieve", ("hash", "nonsense")), StringComparison.Ordinal);
        Assert.Contains("'hash'", await ErrorFrom("headroom_retrieve"), StringComparison.Ordinal);
        Assert.Contains("'content'", await ErrorFrom("headroom_compress", ("content", 42)), StringComparison.Ordinal);
        await Assert.ThrowsAsync<McpProtocolException>(async () => await _client.CallToolAsync("no_such_tool"));
        Assert.Equal("x", (string)(await _client.AnswerAsync("headroom_compress", ("content", "x")))["compressed"]!);
    }

    [Fact]
    public async Task Statistics_say_what_was_saved()
    {
        Assert.Contains("0 compressed", await _client.TextAsync("headroom_stats"), StringComparison.Ordinal);
        JsonNode compressed = await _client.AnswerAsync("headroom_compress", ("content", Calls.Services));
        string stats = await _client.TextAsync("headroom_stats");
        Assert.Contains($"1 compressed, {(int)compressed["original_tokens"]!:N0} → {(int)compressed["compressed_tokens"]!:N0} tokens", stats, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Originals_are_resources()
    {
        string hash = (string)(await _client.AnswerAsync("headroom_compress", ("content", Calls.Services)))["hash"]!;
        McpClientResource listed = Assert.Single(await _client.ListResourcesAsync());
        Assert.Equal($"headroom://original/{hash}", listed.Uri);
        Assert.Single(await _client.ListResourceTemplatesAsync());
        ReadResourceResult read = await _client.ReadResourceAsync(listed.Uri);
        Assert.Equal(Calls.Services, Assert.IsType<TextResourceContents>(read.Contents.Single()).Text);
        await Assert.ThrowsAsync<McpProtocolException>(async () => await _client.ReadResourceAsync("headroom://original/nonsense"));
        await Assert.ThrowsAsync<McpProtocolException>(async () => await _client.ReadResourceAsync("headroom://original/deadbeefdeadbeefdeadbeef"));
    }

    [Fact]
    public async Task Nothing_crosses_a_tenant()
    {
        string hash = (string)(await _client.AnswerAsync("headroom_compress", ("content", Calls.Services)))["hash"]!;
        await using McpClient other = await _gateway.ConnectAsync("another");
        Assert.Contains("No content is stored", await other.ErrorAsync("headroom_retrieve", ("hash", hash)), StringComparison.Ordinal);
        Assert.Empty(await other.ListResourcesAsync());
        Assert.NotEqual(hash, (string)(await other.AnswerAsync("headroom_compress", ("content", Calls.Services)))["hash"]!);
    }

    [Fact]
    public async Task Files_of_the_gateway_s_machine_are_not_offered() =>
        Assert.Equal(["headroom_compress", "headroom_retrieve", "headroom_stats"], (await _client.ListToolsAsync()).Select(tool => tool.Name).Order());

    private Task<string> ErrorFrom(string tool, params (string Name, object? Value)[] arguments) => _client.ErrorAsync(tool, arguments);
}
