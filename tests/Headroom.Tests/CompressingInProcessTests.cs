using Headroom.Context.Messages;
using Headroom.Context.Ports;

namespace Headroom.Tests;

/// <summary>Messages compressed in the caller's own process.</summary>
public sealed class CompressingInProcessTests
{
    [Fact]
    public async Task A_tool_result_becomes_smaller_keeps_its_fault_and_comes_back_whole()
    {
        CompressionResult small = await HeadroomCompressor.CompressAsync(Conversations.Messages);
        string shown = Conversations.LastText(small.Messages);
        Assert.Null(small.Failure);
        Assert.True(small.TokensAfter * 2 < small.TokensBefore);
        Assert.Equal(small.TokensBefore - small.TokensAfter, small.TokensSaved);
        Assert.Contains("failed: disk full on /var", shown, StringComparison.Ordinal);
        string hash = Assert.Single(small.Hashes);
        Assert.Contains($"hash={hash}", shown, StringComparison.Ordinal);

        Assert.Equal(new RetrievedText(Conversations.Rows, true), await HeadroomCompressor.Shared.RetrieveAsync(hash));
        RetrievedText match = await HeadroomCompressor.Shared.RetrieveAsync(hash, query: "disk full");
        Assert.Contains("\"id\":77,", match.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"id\":78,", match.Text, StringComparison.Ordinal);
        RetrievedText part = await HeadroomCompressor.Shared.RetrieveAsync(hash, range: "10-11");
        Assert.Contains("\"id\":11,", part.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"id\":12,", part.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Originals_of_one_compressor_are_unknown_to_another()
    {
        IMessageCompressor one = new HeadroomCompressor(), other = new HeadroomCompressor();
        string hash = Assert.Single((await one.CompressAsync(Conversations.Messages)).Hashes);
        RetrievedText missing = await other.RetrieveAsync(hash);
        Assert.False(missing.IsFound);
        Assert.Contains("run the tool", missing.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Where_originals_find_no_room_the_messages_go_as_they_came()
    {
        IMessageCompressor compressor = new HeadroomCompressor(new RetentionOptions { QuotaBytes = 100 });
        CompressionResult result = await compressor.CompressAsync(Conversations.Messages);
        Assert.Equal(Conversations.Messages, result.Messages);
        Assert.Contains("could not be kept", result.Failure, StringComparison.Ordinal);
        Assert.Empty(result.Hashes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("""{"id":1}""")]
    public async Task What_is_no_list_of_messages_is_refused(string text) =>
        await Assert.ThrowsAsync<ArgumentException>(() => HeadroomCompressor.CompressAsync(text));
}
