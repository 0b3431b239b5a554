using System.Text.Json;
using Headroom.Context.Messages;
using Headroom.Context.Ports;

namespace Headroom.Samples.Tests;

/// <summary>Originals in memory within a bound; the least recently shown go first, and a model that asks for one is told to run its tool again.</summary>
internal static class BoundTheMemory
{
    public static async Task<string> RunAsync()
    {
        IMessageCompressor headroom = new HeadroomCompressor(new RetentionOptions { QuotaBytes = 20_000, ActiveFor = TimeSpan.Zero });
        string first = await CompressAsync(headroom, ToolOutput.Servers());
        await CompressAsync(headroom, ToolOutput.Servers().Replace("node", "host", StringComparison.Ordinal));

        RetrievedText gone = await headroom.RetrieveAsync(first);
        return $"found: {gone.IsFound}; {gone.Text}";
    }

    private static async Task<string> CompressAsync(IMessageCompressor headroom, string output) =>
        (await headroom.CompressAsync(JsonSerializer.Serialize(new object[] { new { role = "tool", tool_call_id = "call_1", content = output } }))).Hashes[0];
}
