using System.Globalization;
using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Agents;

/// <summary>A hundred hits of a code search, as a server for agents returns them: with their surroundings and everything it knows of each.</summary>
internal static class CodeSearch
{
    private const int Hits = 100;

    /// <summary>Makes the workload. All hits have the same surroundings, as in the workload that the promise was published for.</summary>
    public static Workload Make() => Make("code-search", "Code search, 100 results", hasOwnSurroundings: false) with { LeastSaved = 0.92 };

    /// <summary>Makes the same search, with hits that have surroundings of their own, as servers that cut them out of the files return.</summary>
    public static Workload MakeWithSurroundings() => Make("code-context", "Code search, own context", hasOwnSurroundings: true);

    private static Workload Make(string name, string title, bool hasOwnSurroundings)
    {
        var numbers = new SeededNumbers(1001);
        string messages = new Investigation("Which uses of useForm do without zodResolver? I want to know about the legacyResolver in particular.")
            .Call("code_search", new JsonObject { ["query"] = "useForm", ["limit"] = Hits }, Investigation.Json(Found(numbers, hasOwnSurroundings)))
            .Messages();
        return new Workload(
            name, title, messages,
            ["useForm<GuestValues>({ resolver: legacyResolver(guestRules) })", "src/checkout/components/GuestCheckout.tsx", "FIXME(k.oconnor): legacyResolver lets a trailing space through, see SHOP-2291"]);
    }

    private static JsonObject Found(SeededNumbers numbers, bool hasOwnSurroundings)
    {
        IReadOnlyList<SearchHit> hits = SearchHits.Make(
            numbers, Hits, 44, Use,
            new SearchHit("src/checkout/components/GuestCheckout.tsx", 41, "  const form = useForm<GuestValues>({ resolver: legacyResolver(guestRules) });"),
            new SearchHit("src/checkout/validation/rules.ts", 12, "// FIXME(k.oconnor): legacyResolver lets a trailing space through, see SHOP-2291. useForm does not trim."));
        return new JsonObject { ["total_count"] = 384, ["incomplete_results"] = false, ["items"] = Items(numbers, hits, hasOwnSurroundings) };
    }

    /// <summary>Hits with what a code search server tells of them.</summary>
    public static JsonArray Items(SeededNumbers numbers, IReadOnlyList<SearchHit> hits, bool hasOwnSurroundings)
    {
        Dictionary<string, JsonObject> commits = hits.Select(hit => hit.Path).Distinct().ToDictionary(path => path, _ => Commit(numbers));
        return [.. hits.Select(JsonNode (hit) => new JsonObject
        {
            ["repository"] = Repository(), ["branch"] = "main", ["path"] = hit.Path, ["language"] = "TypeScript", ["line"] = hit.Line, ["content"] = hit.Text,
            ["context"] = new JsonObject { ["before"] = hasOwnSurroundings ? Lines(numbers) : new JsonArray("", "  const { t } = useTranslation();"), ["after"] = hasOwnSurroundings ? Lines(numbers) : new JsonArray("", "  return (") },
            ["commit"] = commits[hit.Path].DeepClone(),
            ["html_url"] = $"https://git.shop.example/shop/web/blob/main/{hit.Path}#L{hit.Line}",
        })];
    }

    private static JsonArray Lines(SeededNumbers numbers) => [Codebase.Line(numbers), numbers.IsOneIn(4) ? "" : Codebase.Line(numbers)];

    private static string Use(SeededNumbers numbers)
    {
        string type = Codebase.Noun(numbers);
        return numbers.Below(5) switch
        {
            0 or 1 => "import { useForm } from 'react-hook-form';",
            2 => $"  const form = useForm<{type}Values>({{ resolver: zodResolver({type.ToLowerInvariant()}Schema) }});",
            3 => $"  const {{ register, handleSubmit, formState }} = useForm<{type}Values>({{ resolver: zodResolver({type.ToLowerInvariant()}Schema), mode: 'onBlur' }});",
            _ => $"  const form = useForm<{type}Values>({{ resolver: zodResolver({type.ToLowerInvariant()}Schema), defaultValues: empty{type}() }});",
        };
    }

    /// <summary>What servers repeat with every hit.</summary>
    private static JsonObject Repository() => new()
    {
        ["id"] = 71_402_118, ["full_name"] = "shop/web", ["private"] = true, ["fork"] = false, ["visibility"] = "internal", ["default_branch"] = "main",
        ["description"] = "The web shop", ["html_url"] = "https://git.shop.example/shop/web",
    };

    private static JsonObject Commit(SeededNumbers numbers) => new()
    {
        ["sha"] = numbers.Hex(16) + numbers.Hex(16) + numbers.Hex(8),
        ["author"] = numbers.Pick(Company.People),
        ["date"] = string.Create(CultureInfo.InvariantCulture, $"2026-{numbers.Between(1, 9):00}-{numbers.Between(1, 28):00}T{numbers.Between(7, 19):00}:{numbers.Below(60):00}:{numbers.Below(60):00}Z"),
    };
}
