using System.Text.Json;

namespace Headroom.Samples.Tests;

/// <summary>What a tool of yours returned.</summary>
internal static class ToolOutput
{
    public static string Servers() => JsonSerializer.Serialize(Enumerable.Range(1, 200).Select(i => new
    {
        id = i, host = $"node-{i % 12:000}", status = i == 137 ? "failed: disk full on /var" : "ok", load = i * 37 % 100 / 10.0,
    }));
}
