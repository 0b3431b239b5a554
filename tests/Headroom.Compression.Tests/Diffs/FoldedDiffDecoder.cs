using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Headroom.Compression.Tests.Sequences;

namespace Headroom.Compression.Tests.Diffs;

/// <summary>Rebuilds a diff from its lossless form, by what its header says and nothing else.</summary>
internal static partial class FoldedDiffDecoder
{
    public static byte[] Decode(byte[] folded)
    {
        string[] lines = ByteText.Of(folded).Split('\n');
        var output = new StringBuilder();
        for (int i = 1; i < lines.Length; i++)
        {
            string text = lines[i];
            if (Run().Match(text) is { Success: true } run)
            {
                int length = int.Parse(run.Groups[2].Value, CultureInfo.InvariantCulture);
                string template = string.Join('\n', lines[(i + 1)..(i + 1 + length)]);
                text = string.Join('\n', RunDecoder.Expand(template, int.Parse(run.Groups[1].Value, CultureInfo.InvariantCulture)));
                i += length;
            }
            else if (Header().Match(text) is { Success: true } header)
            {
                string path = header.Groups[2].Value;
                string mode = header.Groups[4].Value;
                string blobs = header.Groups[3].Value;
                text = $"diff --git a/{path} b/{path}\n" + header.Groups[1].Value switch
                {
                    "+" => $"new file mode {mode}\nindex {blobs}\n--- /dev/null\n+++ b/{path}",
                    "-" => $"deleted file mode {mode}\nindex {blobs}\n--- a/{path}\n+++ /dev/null",
                    _ => $"index {blobs} {mode}\n--- a/{path}\n+++ b/{path}",
                };
            }

            output.Append(text).Append(i == lines.Length - 1 ? "" : "\n");
        }

        return ByteText.Bytes(output.ToString());
    }

    // The sign of multiplication, byte by byte.
    [GeneratedRegex("^\u00C3\u0097([0-9]+) ([0-9]+)$")]
    private static partial Regex Run();

    [GeneratedRegex("^==([=+-]) (.+) ([^ ]+) ([^ ]+)$", RegexOptions.Singleline)]
    private static partial Regex Header();
}
