using System.Globalization;
using System.Text;

namespace Headroom.Compression.Tests.Search;

/// <summary>Search results as tools print them, from a seed.</summary>
internal static class GeneratedSearch
{
    private static readonly string[] Directories = ["src/", "src/app/", "src/app/models/", "docs/2024-01-05/", "", "C:\\work\\api\\", "./lib/x-12-y/", "/var/log/", "9/"];
    private static readonly string[] Names = ["main.py", "user-service.ts", "app-2024-01-05.log", "README.md", "Makefile", "1st.txt", "über.cs", "x-7-y.c", "|odd.txt", "a b.md"];
    private static readonly string[] Texts = ["def handle(request):", "    return value", "", "-", "--", "    raise ValueError(\"12:13:14\")", "// see src/a.c:12:3", "ERROR pool is empty", "\tx = 1 // é…", "import os"];

    public static byte[] Any(int seed)
    {
        var random = new Random(seed);
        var output = new StringBuilder();
        string end = random.Next(5) == 0 ? "\r\n" : "\n";
        bool isNumbered = random.Next(4) > 0;
        bool hasContext = isNumbered && random.Next(2) == 0;
        if (random.Next(4) == 0)
        {
            output.Append("$ grep -rn handle .").Append(end);
        }

        for (int file = random.Next(1, 25); file > 0; file--)
        {
            string path = Directories[random.Next(Directories.Length)] + Names[random.Next(Names.Length)];
            if (random.Next(6) == 0)
            {
                int first = random.Next(50);
                for (int i = 0; i < random.Next(4, 30); i++)
                {
                    output.Append(CultureInfo.InvariantCulture, $"gen/part{i % 7:00}/file{i + first}.py:{10 + (3 * i)}:def step_{i}(): pass").Append(end);
                }
            }

            int line = 1;
            for (int hit = random.Next(1, 8); hit > 0; hit--)
            {
                line += random.Next(1, 30);
                if (hasContext && random.Next(2) == 0)
                {
                    output.Append(path).Append('-').Append(line++).Append('-').Append(Texts[random.Next(Texts.Length)]).Append(end);
                }

                output.Append(path).Append(':').Append(isNumbered ? $"{line++}:" : "").Append(Texts[random.Next(Texts.Length)]).Append(end);
                if (hasContext && random.Next(2) == 0)
                {
                    output.Append(path).Append('-').Append(line++).Append('-').Append(Texts[random.Next(Texts.Length)]).Append(end);
                    output.Append(random.Next(2) == 0 ? "--" + end : "");
                }
            }
        }

        output.Append(random.Next(3) == 0 ? end + "57 matches" : "");
        return Encoding.UTF8.GetBytes(output.ToString());
    }
}
