using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Agents;

/// <summary>A hundred open issues as GitHub's API lists them, code that they may be about, and the log of the errors that users met.</summary>
internal static class IssueTriage
{
    private static readonly (string Title, string Body, string Label)[] Ordinary =
    [
        ("Dark mode for {0}", "It would be great if {0} had a dark theme. I use the shop at night and the white pages hurt. Other shops follow the setting of the system.", "enhancement"),
        ("{0}: button is cut off on small screens", "On my phone ({1} px wide) the last button of {0} is cut off on the right.\n\n**Steps**\n1. Open {0}\n2. Turn the phone\n3. Scroll down\n\n**Expected**: all of the button is visible.", "bug"),
        ("Docs: say how {0} is configured", "The page about {0} names options that are not there any more, and does not mention the ones added in version {1}.", "documentation"),
        ("Typing in {0} is slow with long lists", "With about {1} entries every key takes a while to show up. Profiling says that the whole list is rendered each time.", "performance"),
        ("Translate {0} into Portuguese", "I would translate {0}, there are {1} texts. Where do I put them, and who reviews them?", "good first issue"),
        ("{0}: date is shown in the wrong time zone", "An order from late evening shows the next day in {0}. My time zone is UTC-{1}. The API has the right time.", "bug"),
        ("Update the dependencies of {0}", "There are {1} outdated packages below {0}, two of them two major versions behind.", "dependencies"),
        ("Question about {0}", "Can {0} be used without an account? I looked for it in the {1} pages of the manual and found nothing.", "question"),
    ];

    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(1003);
        IReadOnlyList<SearchHit> hits = SearchHits.Make(
            numbers, 80, 30, Codebase.Line, new SearchHit("src/checkout/jobs/cleanOrders.ts", 27, "  await deleteStaleOrders(olderThan(cart.updatedAt)); // every order without a shipment"));
        string messages = new Investigation("Triage the open issues: which one is the most severe, what code is it about, and do the logs confirm it?")
            .Call("github_list_issues", new JsonObject { ["state"] = "open", ["per_page"] = 100 }, Investigation.Json(Issues(numbers)))
            .Call("search_code", new JsonObject { ["q"] = "order repo:shop/web" }, Investigation.Json(new JsonObject { ["total_count"] = 80, ["items"] = CodeSearch.Items(numbers, hits) }))
            .Call("Bash", new JsonObject { ["command"] = "kubectl logs deploy/checkout-service --since=24h | tail -200" }, Log(numbers))
            .Messages();
        return new Workload(
            "issues", "GitHub issue triage", messages,
            ["Orders vanish when two tabs are open", "severity/data-loss", "deleteStaleOrders(olderThan(cart.updatedAt))", "order 5518204 deleted while its payment was pending"]) { LeastSaved = 0.73 };
    }

    private static JsonArray Issues(SeededNumbers numbers) => [.. Enumerable.Range(0, 100).Select(JsonNode (i) =>
    {
        int number = 4_212 - (i * 3) - numbers.Below(3);
        string author = numbers.Pick(Company.People);
        (string title, string body, string label) = numbers.Pick(Ordinary);
        string about = numbers.Pick(Codebase.Areas);
        (title, body, label) = i == 61
            ? ("Orders vanish when two tabs are open", "I paid in one tab while the cart was open in another. The payment went through, the order is gone from my account and support cannot find it either. It happened twice, on different days.", "severity/data-loss")
            : (string.Format(CultureInfo.InvariantCulture, title, about), string.Format(CultureInfo.InvariantCulture, body, about, numbers.Between(3, 900)), label);
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
