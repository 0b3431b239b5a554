using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Headroom.Compression.Tests.Sequences;

namespace Headroom.Compression.Tests.Listings;

/// <summary>Rebuild lists from their lossless forms, by what the header lines say and nothing else.</summary>
internal static partial class ListingDecoders
{
    public static byte[] Paths(byte[] tree)
    {
        string[] lines = ByteText.Of(tree).Split('\n');
        var output = new StringBuilder();
        for (int i = 0; i < lines.Length; i++)
        {
            Match header = PathsHeader().Match(lines[i]);
            if (!header.Success)
            {
                output.Append(lines[i]).Append(i == lines.Length - 1 ? "" : "\n");
                continue;
            }

            int count = int.Parse(header.Groups[1].Value, CultureInfo.InvariantCulture);
            var paths = new List<string>();
            var open = new List<string>();
            while (paths.Count < count)
            {
                string line = lines[++i];
                int depth = line.TakeWhile(character => character == ' ').Count();
                List<string> tokens = Tokens(line[depth..]);
                string directory = "";
                if (tokens[0].EndsWith('/') && Unescaped(tokens[0]).EndsWith('/'))
                {
                    directory = string.Concat(open.Take(depth)) + Unescaped(tokens[0]);
                    open = [.. open.Take(depth), Unescaped(tokens[0])];
                    tokens.RemoveAt(0);
                }

                paths.AddRange(tokens.SelectMany(Names).Select(name => directory + name));
            }

            if (header.Value.Contains("/ stands for \\", StringComparison.Ordinal))
            {
                paths = [.. paths.Select(path => path.Replace('/', '\\'))];
            }

            if (header.Value.Contains("in byte order", StringComparison.Ordinal))
            {
                paths.Sort(string.CompareOrdinal);
            }

            string end = header.Value.Contains("lines end in CR LF", StringComparison.Ordinal) ? "\r\n" : "\n";
            bool endsHere = header.Value.Contains("no final newline", StringComparison.Ordinal);
            output.Append(string.Join(end, paths)).Append(endsHere ? "" : end);
        }

        return ByteText.Bytes(output.ToString());
    }

    public static byte[] Tree(byte[] indented)
    {
        string[] lines = ByteText.Of(indented).Split('\n');
        Match header = TreeHeader().Match(lines[0]);
        int count = int.Parse(header.Groups[1].Value, CultureInfo.InvariantCulture);
        int first = int.Parse(header.Groups[5].Value, CultureInfo.InvariantCulture) + 1;
        string pipe = header.Groups[4].Value;
        pipe = pipe.EndsWith('\u00A0') ? pipe + " " : pipe + "   ";
        int[] depths = [.. lines.Skip(first).Take(count).Select(line => line.TakeWhile(character => character == ' ').Count() + 1)];
        var output = new StringBuilder();
        for (int i = 1; i < lines.Length; i++)
        {
            int entry = i - first;
            if (entry >= 0 && entry < count)
            {
                for (int level = 1; level < depths[entry]; level++)
                {
                    output.Append(HasNext(depths, entry, level) ? pipe : "    ");
                }

                output.Append(HasNext(depths, entry, depths[entry]) ? header.Groups[2].Value : header.Groups[3].Value).Append(lines[i][(depths[entry] - 1)..]);
            }
            else
            {
                output.Append(lines[i]);
            }

            output.Append(i == lines.Length - 1 ? "" : "\n");
        }

        return ByteText.Bytes(output.ToString());
    }

    public static byte[] Long(byte[] rows)
    {
        string[] lines = ByteText.Of(rows).Split('\n');
        var owners = new Dictionary<string, (string Text, int Width)>();
        var output = new StringBuilder();
        string date = "";
        for (int i = 1; i < lines.Length; i++)
        {
            string line = lines[i];
            string end = i == lines.Length - 1 ? "" : "\n";
            int letters = line.TakeWhile(char.IsAsciiLetterUpper).Count();
            if (line.StartsWith('|') || line.Length == 0)
            {
                output.Append(line.Length == 0 ? "" : line[1..]).Append(end);
            }
            else if (line[letters] == '=')
            {
                int bar = line.LastIndexOf('|');
                owners[line[..letters]] = (line[(letters + 1)..bar], int.Parse(line[(bar + 1)..], CultureInfo.InvariantCulture));
            }
            else
            {
                (string owner, int width) = owners[line[..letters]];
                string rest = line[(letters + 1)..];
                string size = rest[..rest.IndexOf(' ')];
                rest = rest[(size.Length + 1)..];
                if (rest.StartsWith('"'))
                {
                    rest = date + rest[1..];
                }

                date = Date().Match(rest).Value;
                output.Append(owner).Append(size.PadLeft(width)).Append(' ').Append(rest).Append(end);
            }
        }

        return ByteText.Bytes(output.ToString());
    }

    private static bool HasNext(int[] depths, int entry, int level)
    {
        int next = entry + 1;
        while (next < depths.Length && depths[next] > level)
        {
            next++;
        }

        return next < depths.Length && depths[next] == level;
    }

    // The pieces between single spaces; what stands in braces is one piece.
    private static List<string> Tokens(string line)
    {
        var tokens = new List<string>();
        var token = new StringBuilder();
        bool isInBraces = false;
        for (int i = 0; i < line.Length; i++)
        {
            char character = line[i];
            isInBraces = character == '{' || (isInBraces && character != '}');
            if (character == ' ' && !isInBraces)
            {
                tokens.Add(token.ToString());
                token.Clear();
                continue;
            }

            token.Append(character);
            if (character == '\\')
            {
                token.Append(line[++i]);
            }
        }

        tokens.Add(token.ToString());
        return tokens;
    }

    private static IEnumerable<string> Names(string token)
    {
        if (!token.StartsWith('{'))
        {
            return [token == "\"\"" ? "" : Unescaped(token)];
        }

        int close = Enumerable.Range(1, token.Length - 1).First(i => token[i] == '}' && !IsEscaped(token, i));
        string extension = Unescaped(token[(close + 1)..]);
        return Tokens(token[1..close]).Select(name => (name == "\"\"" ? "" : Unescaped(name)) + extension);
    }

    private static bool IsEscaped(string text, int at) => Enumerable.Range(1, at).TakeWhile(back => text[at - back] == '\\').Count() % 2 == 1;

    private static string Unescaped(string text) => Escape().Replace(text, "$1");

    [GeneratedRegex("^\\[([0-9]+) paths as a tree without loss, .*\\]$")]
    private static partial Regex PathsHeader();

    [GeneratedRegex("^\\[([0-9]+) entries of a tree, without its branches (\\S+ )(\\S+ )(.+); one space is a level below line ([0-9]+)\\]$")]
    private static partial Regex TreeHeader();

    [GeneratedRegex("^(\\S+ +[^ ]*:[^ ]*|\\S+ +\\S+ +([0-9]{4}|[^ ]*:[^ ]*))(?= )")]
    private static partial Regex Date();

    [GeneratedRegex("\\\\(.)", RegexOptions.Singleline)]
    private static partial Regex Escape();
}
