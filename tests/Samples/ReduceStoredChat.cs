using Headroom.Extensions.AI;
using Microsoft.Extensions.AI;

namespace Headroom.Samples.Tests;

/// <summary>An <see cref="IChatReducer"/> for a stored conversation: every message stays, tool results get smaller.</summary>
internal static class ReduceStoredChat
{
    public static async Task<string> RunAsync()
    {
        ChatMessage[] stored =
        [
            new(ChatRole.User, "Which host is broken?"),
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "list_servers")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", ToolOutput.Servers())]),
        ];

        var reducer = new HeadroomChatReducer(new HeadroomCompressor(), canRetrieve: true);
        ChatMessage[] reduced = [.. await reducer.ReduceAsync(stored, CancellationToken.None)];
        return string.Join('\n', reduced.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.Result));
    }
}
