using System.Text.Json;
using Headroom.Context.Messages;

namespace Headroom.Samples.Tests;

/// <summary>Messages in, smaller messages out, and an original back.</summary>
internal static class CompressMessages
{
    public static async Task<string> RunAsync()
    {
        string messages = JsonSerializer.Serialize(new object[]
        {
            new { role = "user", content = "Which host is broken?" },
            new { role = "tool", tool_call_id = "call_1", content = ToolOutput.Servers() },
        });

        CompressionResult small = await HeadroomCompressor.CompressAsync(messages);

        // Send small.Messages instead of messages. What was left out comes back by the handle in its marker:
        RetrievedText original = await HeadroomCompressor.Shared.RetrieveAsync(small.Hashes[0]);
        return $"{small.TokensBefore} → {small.TokensAfter} tokens; the original came back {(original.Text == ToolOutput.Servers() ? "byte for byte" : "changed")}";
    }
}
