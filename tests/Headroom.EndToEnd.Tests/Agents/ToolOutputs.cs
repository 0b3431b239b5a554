using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Headroom.EndToEnd.Tests.Agents;

/// <summary>Tool results of the kinds that agents carry, made from a seed.</summary>
public static class ToolOutputs
{
    /// <summary>A pretty-printed list of servers, one of them failed.</summary>
    public static string Servers(int seed, int count = 80)
    {
        var rows = new StringBuilder("[\n");
        for (int i = 0; i < count; i++)
        {
            string status = i == (seed * 7) % count ? "failed: disk full on /var" : "ok";
            rows.Append(CultureInfo.InvariantCulture, $"  {{\n    \"id\": {seed * 1000 + i},\n    \"host\": \"node-{i % 12:000}.internal\",\n    \"status\": \"{status}\",\n    \"load\": {(i * 37 + seed) % 100 / 10.0}\n  }}{(i + 1 < count ? "," : "")}\n");
        }

        return rows.Append(']').ToString();
    }

    /// <summary>The same JSON without white space, as it stands in a request that carries it as JSON.</summary>
    public static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString(AgentConversation.AsClientsWrite);

    /// <summary>A log with one error in it.</summary>
    public static string Log(int seed, int count = 120)
    {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            string rest = i == (seed * 11) % count ? "ERROR ledger mismatch in shard " + seed : "INFO  request completed id=" + ((i * 7919 + seed) % 100_000) + " status=200";
            lines.Append(CultureInfo.InvariantCulture, $"2026-02-03T04:{i / 60:00}:{i % 60:00}.000Z {rest}\n");
        }

        return lines.ToString();
    }
}
