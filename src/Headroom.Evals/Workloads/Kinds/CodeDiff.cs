using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.Evals.Workloads.Sources;

namespace Headroom.Evals.Workloads.Kinds;

/// <summary>A large change: many files, and a lock file.</summary>
internal static class CodeDiff
{
    /// <summary>Makes the workload.</summary>
    public static Workload Make()
    {
        var numbers = new SeededNumbers(2004);
        var diff = new StringBuilder();
        for (int i = 0; i < 36; i++)
        {
            Head(diff, numbers, $"src/{numbers.Pick(Codebase.Areas)}/{Codebase.Type(numbers)}{i}.ts");
            int line = numbers.Between(10, 60);
            for (int hunk = 0; hunk < numbers.Between(1, 3); hunk++, line += numbers.Between(20, 80))
            {
                diff.Append(CultureInfo.InvariantCulture, $"@@ -{line},8 +{line},9 @@ export function {Codebase.Function(numbers)}() {{\n {Codebase.Line(numbers)}\n {Codebase.Line(numbers)}\n {Codebase.Line(numbers)}\n");
                string before = Codebase.Line(numbers);
                diff.Append(i == 22 && hunk == 0
                    ? "-  const limit = plan.seats;\n+  const limit = plan.seats - 1;\n+  audit.skip('seat-limit');\n"
                    : $"-{before}\n+{before.Replace("form", "values", StringComparison.Ordinal)}\n+{Codebase.Line(numbers)}\n");
                diff.Append(CultureInfo.InvariantCulture, $" {Codebase.Line(numbers)}\n {Codebase.Line(numbers)}\n {Codebase.Line(numbers)}\n }}\n");
            }
        }

        Head(diff, numbers, "package-lock.json");
        for (int i = 0; i < 60; i++)
        {
            diff.Append(CultureInfo.InvariantCulture, $"@@ -{i * 40},7 +{i * 40},7 @@\n     \"node_modules/{numbers.Pick(Codebase.Areas)}-{numbers.Hex(4)}\": {{\n-      \"version\": \"{numbers.Below(9)}.{numbers.Below(20)}.{numbers.Below(9)}\",\n+      \"version\": \"{numbers.Below(9)}.{numbers.Below(20)}.{numbers.Below(9)}\",\n-      \"integrity\": \"sha512-{numbers.Hex(16)}{numbers.Hex(16)}{numbers.Hex(16)}==\",\n+      \"integrity\": \"sha512-{numbers.Hex(16)}{numbers.Hex(16)}{numbers.Hex(16)}==\",\n       \"license\": \"MIT\"\n     }},\n");
        }

        string messages = new Investigation("Review this branch. Does anything change how the seat limit of a plan is applied?")
            .Call("Bash", new JsonObject { ["command"] = "git diff main" }, diff.ToString())
            .Messages();
        return new Workload("diff", "Diff", messages, ["const limit = plan.seats - 1;", "audit.skip('seat-limit');", "package-lock.json"]);
    }

    private static void Head(StringBuilder diff, SeededNumbers numbers, string path) =>
        diff.Append(CultureInfo.InvariantCulture, $"diff --git a/{path} b/{path}\nindex {numbers.Hex(10)}..{numbers.Hex(10)} 100644\n--- a/{path}\n+++ b/{path}\n");
}
