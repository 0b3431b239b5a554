using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Kinds;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Agents;

/// <summary>The first minutes in an unknown repository: the tree, a search for text, a search for symbols, several files at once, one file read whole.</summary>
internal static class CodebaseExploration
{
    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(1004);
        string messages = new Investigation("How does signing in work in this repository? Find the session handling and where a login is rate limited.")
            .Call("directory_tree", new JsonObject { ["path"] = "." }, Investigation.IndentedJson(Tree(numbers)))
            .Call("Grep", new JsonObject { ["pattern"] = "session", ["output_mode"] = "content" }, SearchHits.Print(SearchHits.Make(
                numbers, 200, 80, Use, new SearchHit("src/account/api/loginLimiter.ts", 9, "  await limiter.consume(session?.ip ?? request.ip, 5); // login: five a minute, then 429"))))
            .Call("find_symbols", new JsonObject { ["query"] = "Session" }, Investigation.Json(Symbols(numbers)))
            .Call("Bash", new JsonObject { ["command"] = "head -n 200 src/account/*.ts" }, Files(numbers))
            .Call("Read", new JsonObject { ["file_path"] = "src/account/signIn.ts" }, SourceCode.SignIn)
            .Messages();
        return new Workload(
            "exploration", "Codebase exploration", messages,
            ["loginLimiter.ts", "limiter.consume(session?.ip ?? request.ip, 5)", "SESSION_IDLE_LIMIT = 1_209_600", "await rotateSession(session.id, { keepDevice: true });"]) { LeastSaved = 0.65 };
    }

    private static JsonArray Tree(SeededNumbers numbers) => [.. Codebase.Areas.Select(JsonNode (area) => new JsonObject
    {
        ["name"] = area, ["type"] = "directory",
        ["children"] = new JsonArray([.. ((string[])["api", "components", "hooks", "__tests__"]).Select(JsonNode (folder) => new JsonObject
        {
            ["name"] = folder, ["type"] = "directory",
            ["children"] = new JsonArray([.. Enumerable.Range(0, 9).Select(JsonNode (i) => File(area == "account" && folder == "api" && i == 5 ? "loginLimiter.ts" : $"{Codebase.Type(numbers)}.ts", numbers))]),
        })]),
    })];

    private static JsonObject File(string name, SeededNumbers numbers) => new()
    {
        ["name"] = name, ["type"] = "file", ["size"] = numbers.Between(400, 14_000),
        ["modified"] = string.Create(CultureInfo.InvariantCulture, $"2026-{numbers.Between(1, 6):00}-{numbers.Between(1, 28):00}T{numbers.Between(8, 18):00}:{numbers.Below(60):00}:00Z"),
    };

    private static string Use(SeededNumbers numbers) => numbers.Below(4) switch
    {
        0 => $"  const session = await sessions.of(request); // {Codebase.Function(numbers)}",
        1 => "import { useSession } from '../account/session';",
        2 => $"  if (!session) return redirect('/sign-in?next={numbers.Pick(Codebase.Areas)}');",
        _ => $"    track('{Codebase.Function(numbers)}', {{ session: session.id }});",
    };

    private static JsonArray Symbols(SeededNumbers numbers) => [.. Enumerable.Range(0, 100).Select(JsonNode (i) => new JsonObject
    {
        ["name"] = i == 71 ? "SESSION_IDLE_LIMIT" : Codebase.Function(numbers) + "Session", ["kind"] = i == 71 ? "constant" : numbers.IsOneIn(4) ? "class" : "function",
        ["file"] = i == 71 ? "src/account/session.ts" : Codebase.Path(numbers), ["line"] = numbers.Between(2, 300), ["exported"] = numbers.IsOneIn(2),
        ["signature"] = i == 71 ? "export const SESSION_IDLE_LIMIT = 1_209_600;" : $"(form: {Codebase.Type(numbers)}, session: Session) => Promise<{Codebase.Type(numbers)}>",
    })];

    private static string Files(SeededNumbers numbers)
    {
        var files = new StringBuilder();
        for (int i = 0; i < 8; i++)
        {
            files.Append(CultureInfo.InvariantCulture, $"==> src/account/{Codebase.Function(numbers)}.ts <==\n{SourceCode.Module(numbers, 9)}\n");
        }

        return files.ToString();
    }
}
