using System.Globalization;
using System.Text;
using Headroom.Compression.Tests.Sequences;

namespace Headroom.Compression.Tests.Search;

/// <summary>Rebuilds search results from their lossless form, by what its header says and nothing else.</summary>
internal static class GroupedSearchDecoder
{
    public static byte[] Decode(byte[] grouped)
    {
        string[] lines = ByteText.Of(grouped).Split('\n');
        string header = lines[0];
        const string BaseKey = "; paths begin with ";
        int at = header.IndexOf(BaseKey, StringComparison.Ordinal);
        string shared = at < 0 ? "" : header[(at + BaseKey.Length)..^1];
        var output = new StringBuilder();
        string directory = "";
        string path = "";
        for (int i = 1; i < lines.Length; i++)
        {
            string line = lines[i];
            bool isLast = i == lines.Length - 1;
            string end = isLast ? "" : "\n";
            if (line.Length == 0 || line == "--")
            {
                output.Append(line).Append(end);
            }
            else if (line[0] == '|')
            {
                output.Append(line[1..]).Append(end);
            }
            else if (line.StartsWith(ByteText.Utf8("×"), StringComparison.Ordinal))
            {
                int space = line.IndexOf(' ');
                int count = int.Parse(line[2..space], CultureInfo.InvariantCulture);
                output.Append(string.Join("\n", RunDecoder.Expand(line[(space + 1)..], count))).Append(end);
            }
            else if (char.IsAsciiDigit(line[0]) || line[0] == ':')
            {
                int digits = line.TakeWhile(char.IsAsciiDigit).Count();
                output.Append(path).Append(digits == 0 ? line : line[digits] + line).Append(end);
            }
            else
            {
                bool isComplete = line[0] == '\\' || line.Contains('/') || line.Contains('\\');
                string name = line[0] == '\\' ? line[1..] : line;
                directory = isComplete ? name[..(name.LastIndexOfAny(['/', '\\']) + 1)] : directory;
                path = shared + (isComplete ? name : directory + name);
            }
        }

        return ByteText.Bytes(output.ToString());
    }
}
