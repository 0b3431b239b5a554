using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Agents;

/// <summary>A hundred open issues as GitHub's API lists them, code that they may be about, and the log of the errors that users met.</summary>
internal static class IssueTriage
{
    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(1003);
        IReadOnlyList<SearchHit> hits = SearchHits.Make(
            numbers, 80, 36, Codebase.Line, new SearchHit("src/checkout/jobs/cleanOrders.ts", 27, "  await deleteStaleOrders(olderThan(cart.updatedAt)); // every order without a shipment"));
        string messages = new Investigation("Triage the open issues: which one is the most severe, what code is it about, and do the logs confirm it?")
            .Call("github_list_issues", new JsonObject { ["state"] = "open", ["per_page"] = 100 }, Investigation.Json(Issues(numbers)))
            .Call("search_code", new JsonObject { ["q"] = "order repo:shop/web" }, Investigation.Json(new JsonObject { ["total_count"] = 80, ["items"] = CodeSearch.Items(numbers, hits, hasOwnSurroundings: true) }))
            .Call("Bash", new JsonObject { ["command"] = "kubectl logs deploy/checkout-service --since=24h | tail -200" }, Log(numbers))
            .Messages();
        return new Workload(
            "issues", "GitHub issue triage", messages,
            ["Orders vanish when two tabs are open", "severity/data-loss", "deleteStaleOrders(olderThan(cart.updatedAt))", "order 5518204 deleted while its payment was pending"]) { LeastSaved = 0.73 };
    }

    private static JsonArray Issues(SeededNumbers numbers) => [.. Enumerable.Range(0, 100).Select(JsonNode (i) =>
    {
        int number = 4_212 - (i * 3) - numbers.Below(3);
        string author = numbers.IsOneIn(5) ? numbers.Pick(Company.People) : $"{Codebase.Noun(numbers).ToLowerInvariant()}-{numbers.Hex(4)}";
        (string title, string body, string label) = i == 61
            ? ("Orders vanish when two tabs are open", "I paid in one tab while the cart was open in another. The payment went through, the order is gone from my account and support cannot find it either. It happened twice, on different days.", "severity/data-loss")
            : IssueTexts.Of(numbers);
        string api = $"https://api.github.example/repos/shop/web/issues/{number}";
        return new JsonObject
        {
            ["url"] = api, ["html_url"] = $"https://github.example/shop/web/issues/{number}", ["comments_url"] = api + "/comments", ["id"] = 2_400_000_000L + numbers.Below(99_999_999), ["number"] = number,
            ["title"] = title,
            ["user"] = new JsonObject { ["login"] = author, ["id"] = numbers.Between(10_000, 9_999_999), ["avatar_url"] = $"https://avatars.github.example/u/{author}?v=4", ["type"] = "User", ["site_admin"] = false },
            ["labels"] = new JsonArray(new JsonObject { ["name"] = label, ["color"] = label == "bug" ? "d73a4a" : "a2eeef" }),
            ["state"] = "open", ["locked"] = false, ["assignee"] = null, ["milestone"] = null, ["comments"] = numbers.Below(24),
            ["created_at"] = Date(numbers), ["updated_at"] = Date(numbers), ["closed_at"] = null, ["author_association"] = numbers.IsOneIn(4) ? "CONTRIBUTOR" : "NONE",
            ["body"] = body,
            ["reactions"] = new JsonObject { ["total_count"] = numbers.Below(9), ["+1"] = numbers.Below(7), ["-1"] = 0, ["laugh"] = 0, ["hooray"] = 0, ["confused"] = numbers.Below(2), ["heart"] = numbers.Below(3), ["rocket"] = 0, ["eyes"] = numbers.Below(2) },
        };
    })];

    private static string Log(SeededNumbers numbers)
    {
        var lines = new StringBuilder();
        for (int i = 0; i < 200; i++)
        {
            (string level, string text) = i switch
            {
                144 => ("ERROR", "cleanOrders: order 5518204 deleted while its payment was pending"),
                _ when numbers.IsOneIn(40) => ("WARN ", $"retrying call of shipping-service, attempt {numbers.Between(2, 3)} of 3"),
                _ => ("INFO ", numbers.Below(4) switch
                {
                    0 => $"order {numbers.Between(5_000_000, 5_999_999)} placed, {numbers.Between(1, 9)} items, {numbers.Between(900, 90_000) / 100.0:0.00} EUR",
                    1 => $"cart {numbers.Hex(8)} updated by session {numbers.Hex(12)}",
                    2 => $"cleanOrders: {numbers.Below(40)} orders looked at in {numbers.Between(3, 90)} ms",
                    _ => $"payment of order {numbers.Between(5_000_000, 5_999_999)} confirmed",
                }),
            };
            lines.Append(CultureInfo.InvariantCulture, $"{new DateTime(2026, 4, 2, 6, 0, 0).AddSeconds(i * 211):yyyy-MM-dd HH:mm:ss},{numbers.Below(1000):000} {level} [checkout-service] {text}\n");
        }

        return lines.ToString();
    }

    private static string Date(SeededNumbers numbers) =>
        string.Create(CultureInfo.InvariantCulture, $"2026-{numbers.Between(1, 3):00}-{numbers.Between(1, 28):00}T{numbers.Below(24):00}:{numbers.Below(60):00}:{numbers.Below(60):00}Z");
}
