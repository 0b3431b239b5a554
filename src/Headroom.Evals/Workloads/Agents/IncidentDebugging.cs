using System.Globalization;
using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Agents;

/// <summary>An incident: logs, metrics, rollouts and a search of the code, as an agent on call collects them.</summary>
internal static class IncidentDebugging
{
    private const string Culprit = "payment-service";
    private const int Entries = 300;
    private const int Exhausted = 163;

    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(1002);
        string messages = new Investigation("The payment service answers with errors since about 14:00 UTC. What is the root cause?")
            .Call("search_logs", new JsonObject { ["query"] = "level:>=debug", ["limit"] = Entries }, Investigation.IndentedJson(Logs(numbers)))
            .Call("query_metrics", new JsonObject { ["service"] = Culprit, ["step"] = "30s" }, Investigation.Json(Metrics(numbers)))
            .Call("list_rollouts", new JsonObject { ["environment"] = "production", ["limit"] = 40 }, Investigation.IndentedJson(Rollouts(numbers)))
            .Call("Grep", new JsonObject { ["pattern"] = "pool", ["output_mode"] = "content" }, SearchHits.Print(SearchHits.Make(
                numbers, 150, 58, Use, new SearchHit("src/payments/db.ts", 18, "  maxConnections: Number(env.PAYMENTS_DB_POOL ?? 20),"))))
            .Messages();
        return new Workload(
            "incident", "SRE incident debugging", messages,
            ["pool exhausted: 20 of 20 connections in use, 143 waiting", "0.4127", "b81f07c2d9", "maxConnections: Number(env.PAYMENTS_DB_POOL ?? 20)"]) { LeastSaved = 0.92 };
    }

    private static JsonObject Logs(SeededNumbers numbers)
    {
        var entries = new JsonArray();
        for (int i = 0; i < Entries; i++)
        {
            (string service, string level, string message) = i switch
            {
                Exhausted => (Culprit, "ERROR", "db pool exhausted: 20 of 20 connections in use, 143 waiting"),
                > Exhausted when i % 9 == 0 => (Culprit, "ERROR", $"charge failed after {numbers.Between(4900, 5100)} ms: timeout acquiring connection"),
                _ => LogLines.Of(numbers),
            };
            entries.Add(new JsonObject
            {
                ["timestamp"] = Time(13, 40, i * 7, numbers.Below(1000)), ["level"] = level, ["service"] = service, ["message"] = message,
                ["trace_id"] = numbers.Hex(16) + numbers.Hex(16), ["span_id"] = numbers.Hex(16), ["pod"] = Company.Pod(service, numbers), ["region"] = numbers.Pick(Company.Regions),
                ["kubernetes"] = new JsonObject { ["namespace"] = "shop-production", ["container"] = service, ["node"] = $"ip-10-0-{numbers.Below(6)}-{numbers.Between(2, 250)}" },
            });
        }

        return new JsonObject { ["status"] = "ok", ["total"] = 48_213, ["returned"] = entries.Count, ["entries"] = entries };
    }

    private static JsonObject Metrics(SeededNumbers numbers)
    {
        var points = new JsonArray();
        for (int i = 0; i < 200; i++)
        {
            bool isBroken = i is >= 41 and < 170;
            points.Add(new JsonObject
            {
                ["time"] = Time(13, 40, i * 30, 0), ["service"] = Culprit,
                ["requests_per_second"] = Math.Round(118 + (numbers.Below(90) / 10.0), 1),
                ["error_rate"] = i == 41 ? 0.4127 : isBroken ? Math.Round(0.36 + (numbers.Below(300) / 10_000.0), 4) : Math.Round(numbers.Below(30) / 10_000.0, 4),
                ["latency_p50_ms"] = isBroken ? numbers.Between(4_700, 5_000) : numbers.Between(80, 110), ["latency_p99_ms"] = isBroken ? numbers.Between(5_000, 5_080) : numbers.Between(310, 420),
                ["cpu_percent"] = Math.Round(21 + (numbers.Below(60) / 10.0), 1), ["memory_mb"] = numbers.Between(612, 640),
            });
        }

        return new JsonObject { ["query"] = $"service={Culprit}", ["resolution_seconds"] = 30, ["series"] = points };
    }

    private static JsonArray Rollouts(SeededNumbers numbers) => [.. Enumerable.Range(0, 40).Select(JsonNode (i) =>
    {
        string service = i == 3 ? Culprit : numbers.Pick(Company.Services);
        string commit = i == 3 ? "b81f07c2d9" : numbers.Hex(10);
        return new JsonObject
        {
            ["id"] = 88_410 - i, ["service"] = service, ["environment"] = "production", ["version"] = $"v{numbers.Between(1, 4)}.{numbers.Below(30)}.{numbers.Below(9)}", ["commit"] = commit,
            ["deployed_by"] = numbers.Pick(Company.People), ["deployed_at"] = i == 3 ? Time(13, 58, 12, 0) : Time(i < 3 ? 14 : 9, 30 - (i % 30), 0, 0), ["status"] = "synced", ["health"] = i == 3 ? "degraded" : "healthy",
            ["description"] = i == 3 ? "Read the size of the connection pool from the environment" : $"Merge pull request #{numbers.Between(2_000, 2_999)}: {Codebase.Function(numbers)} in {numbers.Pick(Codebase.Areas)}",
        };
    })];

    private static string Use(SeededNumbers numbers)
    {
        string area = numbers.Pick(Codebase.Areas);
        return numbers.Below(4) switch
        {
            0 => $"  const pool = await pools.get('{area}');",
            1 => $"import {{ pool }} from '../{area}/db';",
            2 => $"  await pool.query(sql`select * from {area}_items where id = ${{id}}`);",
            _ => $"  metrics.gauge('{area}.pool.size', pool.size);",
        };
    }

    private static string Time(int hour, int minute, int seconds, int milliseconds) =>
        new DateTime(2026, 3, 17, hour, minute, 0, DateTimeKind.Utc).AddSeconds(seconds).AddMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
