using System.Globalization;
using System.Text;

namespace Headroom.Compression.Tests.Listings;

/// <summary>Lists of files and commits as tools print them, from a seed.</summary>
internal static class GeneratedListings
{
    private static readonly string[] Words = ["app", "core", "Grain", "silo", "user-service", "a b", "x{1}", "test.d", "über", "\"q\"", "v2.1", "_", "index"];
    private static readonly string[] Extensions = [".cs", ".cs", ".cs", ".md", ".json", "", ".verified.txt", ".tar.gz", "."];

    private static readonly string[] Roots = ["", "./", "/srv/", "src/"];
    private static readonly string[] Kinds = ["fix", "feat", "docs", "Add"];

    public static byte[] Paths(int seed)
    {
        var random = new Random(seed);
        char separator = random.Next(5) == 0 ? '\\' : '/';
        string root = Roots[random.Next(Roots.Length)].Replace('/', separator);
        List<string> paths = [.. Enumerable.Range(0, random.Next(8, 120)).Select(_ => root
            + string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Words[random.Next(3) == 0 ? random.Next(Words.Length) : random.Next(4)] + separator))
            + (random.Next(30) == 0 ? "" : Words[random.Next(Words.Length)] + random.Next(20) + Extensions[random.Next(Extensions.Length)]))];
        paths.RemoveAll(path => path.Length == 0);
        if (random.Next(2) == 0)
        {
            paths.Sort(string.CompareOrdinal);
        }

        if (random.Next(3) == 0)
        {
            paths.Insert(random.Next(paths.Count + 1), "find: cannot open it: Permission denied");
        }

        string end = random.Next(6) == 0 ? "\r\n" : "\n";
        return Encoding.UTF8.GetBytes(string.Join(end, paths) + (random.Next(3) == 0 ? "" : end));
    }

    public static byte[] Tree(int seed)
    {
        var random = new Random(seed);
        (string Branch, string Last, string Pipe)[] styles = [("├── ", "└── ", "│   "), ("├── ", "└── ", "│\u00A0\u00A0 "), ("|-- ", "`-- ", "|   ")];
        var output = new StringBuilder(".\n");
        Draw(output, random, styles[random.Next(styles.Length)], "", 0);
        return Encoding.UTF8.GetBytes(output + (random.Next(2) == 0 ? "\n3 directories, 17 files\n" : ""));
    }

    public static byte[] Long(int seed)
    {
        var random = new Random(seed);
        var output = new StringBuilder();
        string[] modes = ["-rw-r--r--", "drwxr-xr-x", "-rwxr-xr-x+", "lrwxrwxrwx"];
        string[] dates = ["Nov 24 07:59", "Jan  3  2025", "2025-11-24 07:59", "Feb  1 23:00"];
        for (int directory = random.Next(1, 4); directory > 0; directory--)
        {
            output.Append(CultureInfo.InvariantCulture, $"./dir{directory}:\ntotal {random.Next(400)}\n");
            int width = random.Next(1, 9);
            string date = dates[random.Next(dates.Length)];
            for (int row = random.Next(5, 40); row > 0; row--)
            {
                date = random.Next(4) == 0 ? dates[random.Next(dates.Length)] : date;
                output.Append(CultureInfo.InvariantCulture, $"{modes[random.Next(modes.Length)]} {random.Next(20),2} root  staff {random.Next(90_000).ToString(CultureInfo.InvariantCulture).PadLeft(width)} {date} {Words[random.Next(Words.Length)]}{row}\n");
            }

            output.Append('\n');
        }

        return Encoding.UTF8.GetBytes(output.ToString());
    }

    public static byte[] Commits(int seed, bool isShort, int count)
    {
        var random = new Random(seed);
        var output = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            string hash = string.Concat(Enumerable.Range(0, 40).Select(_ => "0123456789abcdef"[random.Next(16)]));
            string subject = $"{Kinds[random.Next(Kinds.Length)]}: change number {i} of {Words[random.Next(4)]}";
            if (isShort)
            {
                output.Append("0a").Append(hash[..7]).Append(' ').Append(subject).Append('\n');
                continue;
            }

            output.Append(CultureInfo.InvariantCulture, $"commit {hash}\nAuthor: {(i % 3 == 0 ? "Ada" : "Bo")} <x@example.com>\nDate:   Sat Aug 22 08:24:{i % 60:00} 2026 -0700\n\n    {subject}\n    \n    More about it, line {i}.\n\n");
            int files = random.Next(1, 9);
            for (int file = 0; file < files; file++)
            {
                output.Append(CultureInfo.InvariantCulture, $" src/{Words[file]}/File{i}_{file}.cs | {(file * 7) + 1,4} ++--\n");
            }

            output.Append(CultureInfo.InvariantCulture, $" {files} files changed, {files * 3} insertions(+), {files} deletions(-)\n\n");
        }

        return Encoding.UTF8.GetBytes(output.ToString());
    }

    private static void Draw(StringBuilder output, Random random, (string Branch, string Last, string Pipe) style, string indent, int depth)
    {
        int count = random.Next(depth == 0 ? 6 : 0, 9);
        for (int i = 0; i < count; i++)
        {
            bool isLast = i == count - 1;
            output.Append(indent).Append(isLast ? style.Last : style.Branch).Append(Words[random.Next(Words.Length)]).Append(i).Append('\n');
            if (depth < 4 && random.Next(3) == 0)
            {
                Draw(output, random, style, indent + (isLast ? "    " : style.Pipe), depth + 1);
            }
        }
    }
}
