using System.Globalization;
using System.Text;

namespace Headroom.Benchmarks;

/// <summary>Blocks as tools return them, from a fixed seed.</summary>
internal static class Inputs
{
    public static IReadOnlyList<string> Kinds { get; } = ["json", "log", "search", "diff", "code", "prose"];

    /// <summary>A block of a kind with at least so many bytes.</summary>
    public static byte[] Of(string kind, int bytes)
    {
        var random = new Random(42);
        var text = new StringBuilder(kind == "json" ? "[" : "");
        for (int i = 0; text.Length < bytes; i++)
        {
            Append(text, kind, i, random);
        }

        return Encoding.UTF8.GetBytes(kind == "json" ? text.Append(']').ToString() : text.ToString());
    }

    private static void Append(StringBuilder text, string kind, int i, Random random)
    {
        switch (kind)
        {
            case "json":
                text.Append(CultureInfo.InvariantCulture, $$"""{{(i > 0 ? "," : "")}}{"id":{{i}},"host":"node-{{random.Next(40):000}}","status":"{{(random.Next(100) == 0 ? "failed" : "ok")}}","latency_ms":{{random.Next(2000)}},"message":"request {{random.Next(100_000)}} served for tenant-{{random.Next(30)}}","tags":["a{{random.Next(5)}}","b"],"at":"2026-01-{{1 + random.Next(28):00}}T10:{{random.Next(60):00}}:00Z"}""");
                break;
            case "log":
                text.Append(CultureInfo.InvariantCulture, $"2026-01-02T03:{i / 60 % 60:00}:{i % 60:00}.{random.Next(1000):000}Z {(random.Next(100) == 0 ? $"ERROR store write of block {random.Next(500)} refused by 10.0.0.{random.Next(4)}" : $"INFO  relay request {random.Next(100_000)} done in {random.Next(900)}ms status=200")}\n");
                break;
            case "search":
                text.Append(CultureInfo.InvariantCulture, $"src/area{i / 40}/service{i / 8 % 7}/handler_{i / 4}.cs:{(i % 4 * 31) + random.Next(30) + 1}:        var result{random.Next(9)} = await client.Send(new Request(key: {random.Next(1000)}), budget.Token);\n");
                break;
            case "diff":
                text.Append(CultureInfo.InvariantCulture, $"diff --git a/src/f{i}.cs b/src/f{i}.cs\nindex {random.Next():x8}..{random.Next():x8} 100644\n--- a/src/f{i}.cs\n+++ b/src/f{i}.cs\n@@ -{(i % 9) + 1},6 +{(i % 9) + 1},7 @@ public void Run()\n     int before = 1;\n     Call(before);\n-    Call({random.Next(99)});\n+    Call({random.Next(99)}, token);\n+    await client.Send({random.Next(99)});\n     int after = 3;\n     Call(after);\n \n");
                break;
            case "code":
                text.Append(CultureInfo.InvariantCulture, $"def step_{i}(value, limit={random.Next(100)}):\n    \"\"\"Takes step {i}.\"\"\"\n    for item in range({random.Next(9)}, limit):\n        value = (value + item * {random.Next(99)}) % 1000  # as step_{random.Next(i + 1)}\n        if value == {random.Next(1000)}:\n            continue\n    return value\n\n\n");
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"The {random.Next(97)}th report of the northern province says that the bridge near village {random.Next(5000)} was opened by its governor in {1700 + random.Next(300)}. Readers who expected more were, again, disappointed by what the council had written.{(i % 4 == 3 ? "\n\n" : " ")}");
                break;
        }
    }
}
