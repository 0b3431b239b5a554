using System.Globalization;
using System.Text;

namespace Headroom.Compression.Tests.Builds;

/// <summary>Output of tools as they print it, with failures whose texts can be looked for; all of it made up here.</summary>
internal static class GeneratedBuilds
{
    public static readonly string[] Tools = ["pytest", "go", "cargo", "dotnet", "jest", "tsc", "gcc", "npm", "docker", "pip"];

    /// <summary>One tool's output, and the lines of it that no reader may miss.</summary>
    public static (string Text, string[] Failures) Of(string tool, int seed = 0, int size = 120)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        var failures = new List<string>();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        void Bad(FormattableString line)
        {
            failures.Add(line.ToString(CultureInfo.InvariantCulture));
            Line(line);
        }

        int bad = random.Next(size);
        switch (tool)
        {
            case "pytest":
                Line($"============================= test session starts ==============================");
                Line($"platform linux -- Python 3.12.3, pytest-8.2.0, pluggy-1.5.0");
                Line($"collected {size} items");
                Line($"");
                for (int i = 0; i < size; i++)
                {
                    string verdict = i == bad ? "FAILED" : "PASSED";
                    Line($"tests/test_{(char)('a' + (i / 40))}.py::test_case_{i} {verdict}      [{i * 100 / size,3}%]");
                }

                Line($"");
                Line($"=================================== FAILURES ===================================");
                Line($"_______________________________ test_case_{bad} ________________________________");
                Line($"");
                Bad($"    def test_case_{bad}():");
                Bad($">       assert total({bad}) == {bad + 1}");
                Bad($"E       assert {bad} == {bad + 1}");
                Bad($"E        +  where {bad} = total({bad})");
                Line($"");
                Bad($"tests/test_{(char)('a' + (bad / 40))}.py:{bad + 10}: AssertionError");
                Line($"=========================== short test summary info ============================");
                Bad($"FAILED tests/test_{(char)('a' + (bad / 40))}.py::test_case_{bad} - assert {bad} == {bad + 1}");
                Bad($"========================= 1 failed, {size - 1} passed in 1.42s =========================");
                break;
            case "go":
                for (int i = 0; i < size; i++)
                {
                    Line($"=== RUN   TestCase{i}");
                    if (i == bad)
                    {
                        Bad($"    case_test.go:{i + 20}: got {i}, want {i + 1}");
                    }

                    string verdict = i == bad ? "FAIL" : "PASS";
                    Line($"--- {verdict}: TestCase{i} (0.0{i % 10}s)");
                }

                Bad($"--- FAIL: TestCase{bad} (0.0{bad % 10}s)");
                Line($"FAIL");
                Bad($"FAIL\texample.org/shop/cart\t0.412s");
                Line($"ok  \texample.org/shop/user\t0.021s");
                break;
            case "cargo":
                for (int i = 0; i < size; i++)
                {
                    Line($"   Compiling crate-{i} v1.{i % 9}.0");
                }

                Line($"running {size} tests");
                for (int i = 0; i < size; i++)
                {
                    string verdict = i == bad ? "FAILED" : "ok";
                    Line($"test ledger::tests::case_{i} ... {verdict}");
                }

                Line($"");
                Line($"failures:");
                Line($"");
                Bad($"---- ledger::tests::case_{bad} stdout ----");
                Bad($"thread 'ledger::tests::case_{bad}' panicked at src/ledger.rs:{bad + 3}:9:");
                Bad($"assertion `left == right` failed");
                Bad($"  left: {bad}");
                Bad($" right: {bad + 1}");
                Line($"");
                Bad($"test result: FAILED. {size - 1} passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.04s");
                break;
            case "dotnet":
                Line($"  Determining projects to restore...");
                for (int i = 0; i < size / 4; i++)
                {
                    Line($"  Restored /src/App{i}/App{i}.csproj (in {i + 90} ms).");
                }

                for (int i = 0; i < size; i++)
                {
                    Line($"/src/App{i % 3}/Program.cs({i + 1},13): warning CS0219: The variable 'v{i}' is assigned but its value is never used [/src/App{i % 3}/App{i % 3}.csproj]");
                }

                Bad($"/src/App1/Cart.cs({bad},9): error CS0103: The name 'totl' does not exist in the current context [/src/App1/App1.csproj]");
                Line($"");
                Bad($"Build FAILED.");
                Line($"    {size} Warning(s)");
                Line($"    1 Error(s)");
                break;
            case "jest":
                for (int i = 0; i < size; i++)
                {
                    if (i == bad)
                    {
                        Bad($"FAIL src/part{i}.test.ts");
                        Bad($"  ● cart › adds {i}");
                        Line($"");
                        Bad($"    expect(received).toBe(expected) // Object.is equality");
                        Line($"");
                        Bad($"    Expected: {i + 1}");
                        Bad($"    Received: {i}");
                        Line($"");
                        Bad($"    > 12 |   expect(add({i})).toBe({i + 1});");
                        Line($"");
                    }
                    else
                    {
                        Line($"PASS src/part{i}.test.ts");
                    }
                }

                Line($"");
                Bad($"Test Suites: 1 failed, {size - 1} passed, {size} total");
                Line($"Tests:       1 failed, {size * 3} passed, {(size * 3) + 1} total");
                Line($"Snapshots:   0 total");
                Line($"Time:        3.141 s");
                break;
            case "tsc":
                for (int i = 0; i < size; i++)
                {
                    Bad($"src/view{i % 7}.tsx({i + 3},{(i % 40) + 1}): error TS2345: Argument of type '{(i % 2 == 0 ? "string" : "number")}' is not assignable to parameter of type 'Row{i}'.");
                }

                break;
            case "gcc":
                for (int i = 0; i < size; i++)
                {
                    Line($"gcc -O2 -Wall -Iinclude -c src/unit{i}.c -o build/unit{i}.o");
                    if (i == bad)
                    {
                        Line($"src/unit{i}.c: In function 'run':");
                        Bad($"src/unit{i}.c:{i + 7}:12: error: 'count' undeclared (first use in this function)");
                        Bad($"   {i + 7} |     return count;");
                        Bad($"      |            ^~~~~");
                    }
                }

                Bad($"make: *** [Makefile:14: build/unit{bad}.o] Error 1");
                break;
            case "npm":
                for (int i = 0; i < size; i++)
                {
                    Line($"npm warn deprecated left-part-{i}@1.0.{i}: use the right part");
                }

                Bad($"npm error code ERESOLVE");
                Bad($"npm error could not resolve part-{bad}@2");
                break;
            case "docker":
                for (int i = 0; i < size; i++)
                {
                    Line($"#9 {i / 10}.{i % 10}12 Unpacking libpart{i}:amd64 (1.{i}-2) ...");
                }

                Bad($"#9 ERROR: process \"/bin/sh -c make part{bad}\" did not complete successfully: exit code: 2");
                break;
            default:
                for (int i = 0; i < size; i++)
                {
                    Line($"Requirement already satisfied: part{i}>=1.{i} in ./.venv/lib/python3.12/site-packages (1.{i}.4)");
                }

                Bad($"ERROR: No matching distribution found for part{bad}==9");
                Line($"Successfully installed one-1.0");
                break;
        }

        return (text.ToString(), [.. failures]);
    }

    /// <summary>Output of any tool with bytes changed, doubled and lost here and there.</summary>
    public static byte[] Mutated(int seed)
    {
        var random = new Random(seed);
        byte[] bytes = Encoding.UTF8.GetBytes(Of(Tools[random.Next(Tools.Length)], seed, 12 + random.Next(60)).Text);
        for (int i = random.Next(30); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? "\n\r\0\x1B [="u8[random.Next(7)] : random.Next(256));
        }

        return random.Next(4) == 0 ? bytes[random.Next(bytes.Length)..] : bytes;
    }
}
