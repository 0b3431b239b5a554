using System.Globalization;
using System.Text;

namespace Headroom.Compression.Tests.Diffs;

/// <summary>Diffs as git and <c>diff -u</c> print them, from a seed.</summary>
internal static class GeneratedDiffs
{
    private static readonly string[] Texts = ["", "}", "int x = 1;", "-- a comment", "++ i;", "throw new StateException(\"lost\");", "return value; // é", "\tpublic void Run()", "@@ no header", "diff --git a/x b/x"];
    private static readonly string[] Paths = ["src/a.cs", "docs/read me.md", "package-lock.json", "über/x.py", "lib/deep/er/y-2024.ts"];

    public static byte[] Any(int seed)
    {
        var random = new Random(seed);
        var output = new StringBuilder();
        if (random.Next(2) == 0)
        {
            output.Append("commit 0123456789012345678901234567890123456789\nAuthor: Ada <ada@example.com>\n\n    Change it\n\n");
        }

        for (int i = random.Next(1, 12); i > 0; i--)
        {
            AppendFile(output, random);
        }

        if (random.Next(3) == 0)
        {
            for (int i = 0; i < 9; i++)
            {
                output.Append(CultureInfo.InvariantCulture, $"diff --git a/f{i}.sh b/f{i}.sh\nnew file mode 100755\nindex 0000000..1111111\n--- /dev/null\n+++ b/f{i}.sh\n@@ -0,0 +1,2 @@\n+echo {i}\n+exit {i % 3}\n");
            }
        }

        output.Append(random.Next(4) == 0 ? "-- \n2.39.2\n" : "");
        string text = random.Next(8) == 0 ? output.ToString().ReplaceLineEndings("\r\n") : output.ToString();
        return Encoding.UTF8.GetBytes(random.Next(4) == 0 ? text.TrimEnd('\n', '\r') : text);
    }

    private static void AppendFile(StringBuilder output, Random random)
    {
        string path = Paths[random.Next(Paths.Length)];
        switch (random.Next(7))
        {
            case 0:
                output.Append(CultureInfo.InvariantCulture, $"diff --git a/{path} b/new-{path}\nsimilarity index 100%\nrename from {path}\nrename to new-{path}\n");
                return;
            case 1:
                output.Append(CultureInfo.InvariantCulture, $"diff --git a/x.png b/x.png\nindex 1a2b3c4..5d6e7f8 100644\nBinary files a/x.png and b/x.png differ\n");
                return;
            case 2:
                output.Append(CultureInfo.InvariantCulture, $"--- {path}\t2025-01-01\n+++ {path}\t2025-01-02\n");
                break;
            case 3:
                output.Append(CultureInfo.InvariantCulture, $"diff --git a/{path} b/{path}\nnew file mode 100644\nindex 0000000..5d6e7f8\n--- /dev/null\n+++ b/{path}\n");
                break;
            case 4:
                output.Append(CultureInfo.InvariantCulture, $"diff --git a/{path} b/{path}\nold mode 100644\nnew mode 100755\nindex 1a2b3c4..5d6e7f8\n--- a/{path}\n+++ b/{path}\n");
                break;
            default:
                output.Append(CultureInfo.InvariantCulture, $"diff --git a/{path} b/{path}\nindex 1a2b3c4..5d6e7f8 100644\n--- a/{path}\n+++ b/{path}\n");
                break;
        }

        for (int hunk = random.Next(1, 4); hunk > 0; hunk--)
        {
            List<string> lines = [.. Enumerable.Range(0, random.Next(1, 60)).Select(i => " -+"[random.Next(3)] + Texts[random.Next(Texts.Length)])];
            int old = lines.Count(line => line[0] != '+');
            int added = lines.Count(line => line[0] != '-');
            output.Append(CultureInfo.InvariantCulture, $"@@ -{hunk * 100},{old} +{hunk * 101},{added} @@ void Run()\n").AppendJoin('\n', lines).Append('\n');
            output.Append(random.Next(6) == 0 ? "\\ No newline at end of file\n" : "");
        }
    }
}
