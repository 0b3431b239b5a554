namespace Headroom.EndToEnd.Tests;

/// <summary>Long conversations by a proxy.</summary>
public sealed class ConversationTests : LongConversations
{
    [Theory]
    [InlineData("anthropic")]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("gemini-chat")]
    public Task Thirty_turns_extend_each_other_byte_by_byte_across_kills_retries_forks_and_retrievals(string protocol) => ThirtyTurnsAsync(protocol);

    [Theory]
    [InlineData("anthropic")]
    [InlineData("responses")]
    public Task A_store_that_fails_on_one_turn_leaves_that_turn_raw_for_good(string protocol) => FailingStoreAsync(protocol);
}
