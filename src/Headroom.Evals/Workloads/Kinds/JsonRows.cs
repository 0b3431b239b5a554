using System.Globalization;
using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Kinds;

/// <summary>Rows of an API.</summary>
internal static class JsonRows
{
    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(2001);
        JsonArray orders = [.. Enumerable.Range(0, 400).Select(JsonNode (i) => new JsonObject
        {
            ["id"] = 5_500_000 + (i * 13), ["customer"] = $"C-{numbers.Between(10_000, 99_999)}", ["status"] = i == 263 ? "stuck: carrier label rejected (E-1209)" : numbers.IsOneIn(3) ? "shipped" : "delivered",
            ["total"] = new JsonObject { ["amount"] = numbers.Between(900, 64_000) / 100.0, ["currency"] = "EUR" }, ["warehouse"] = numbers.Pick((string[])["HAM", "LEJ", "WRO"]),
            ["items"] = new JsonArray([.. Enumerable.Range(0, numbers.Between(1, 3)).Select(JsonNode (_) => new JsonObject { ["name"] = numbers.Pick(Company.Goods), ["quantity"] = numbers.Between(1, 4) })]),
            ["placed_at"] = string.Create(CultureInfo.InvariantCulture, $"2026-05-{numbers.Between(1, 28):00}T{numbers.Between(6, 23):00}:{numbers.Below(60):00}:{numbers.Below(60):00}Z"), ["gift"] = false, ["note"] = null,
        })];
        string messages = new Investigation("Is there an order that does not move on, and why?")
            .Call("list_orders", new JsonObject { ["limit"] = 400 }, Investigation.Json(new JsonObject { ["object"] = "list", ["has_more"] = true, ["data"] = orders }))
            .Messages();
        return new Workload("json", "JSON rows", messages, ["stuck: carrier label rejected (E-1209)", "5503419"]);
    }
}
