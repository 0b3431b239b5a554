using System.Text.Json;
using Headroom.Context.Messages;

namespace Headroom.Samples.Tests;

/// <summary>Only the rows or lines of an original that matter.</summary>
internal static class AskForAPart
{
    public static async Task<string> RunAsync()
    {
        IMessageCompressor headroom = new HeadroomCompressor();
        string messages = JsonSerializer.Serialize(new object[] { new { role = "tool", tool_call_id = "call_1", content = ToolOutput.Servers() } });
        string hash = (await headroom.CompressAsync(messages)).Hashes[0];

        RetrievedText matching = await headroom.RetrieveAsync(hash, query: "disk full");
        RetrievedText some = await headroom.RetrieveAsync(hash, range: "10-12");
        return $"{matching.Text}\n{some.Text}";
    }
}
