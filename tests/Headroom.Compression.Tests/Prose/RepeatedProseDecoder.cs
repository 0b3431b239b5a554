using System.Globalization;
using System.Text;
using Headroom.Compression.Tests.Sequences;

namespace Headroom.Compression.Tests.Prose;

/// <summary>Rebuilds a text from its lossless form, by what its header says and nothing else.</summary>
internal static class RepeatedProseDecoder
{
    public static byte[] Decode(byte[] repeated)
    {
        string text = ByteText.Of(repeated);
        int headerEnd = text.IndexOf('\n');
        string header = text[..headerEnd];
        string joiner = header.EndsWith('\r') ? "\r\n\r\n" : "\n\n";
        int quote = header.IndexOf("\"[", StringComparison.Ordinal);
        int signEnd = header.IndexOfAny(['A', ByteText.Utf8("×")[0]], quote);
        string open = header[(quote + 1)..signEnd];
        string close = open[1..] + "]";
        var known = new Dictionary<string, string>();
        var output = new StringBuilder();
        int at = headerEnd + 1;
        while (text.IndexOf(open, at, StringComparison.Ordinal) is >= 0 and var found)
        {
            output.Append(text, at, found - at);
            at = found + open.Length;
            int nameEnd = text.IndexOfAny([':', ']'], at);
            string name = text[at..nameEnd];
            if (text[nameEnd] == ']')
            {
                output.Append(string.Join(joiner, name.Split(' ').Select(letter => known[letter])));
                at = nameEnd + 1;
                continue;
            }

            int end = text.IndexOf(close, nameEnd, StringComparison.Ordinal);
            string body = text[(nameEnd + 2)..end];
            at = end + close.Length;
            output.Append(name.StartsWith(ByteText.Utf8("×"), StringComparison.Ordinal) ? Numbered(name[2..], body) : known[name] = body);
        }

        return ByteText.Bytes(output.Append(text, at, text.Length - at).ToString());
    }

    private static string Numbered(string name, string template)
    {
        string[] parts = name.Split(' ');
        string between = parts[1] switch { "sentences" => " ", "lines" => "\n", _ => "\n\n" };
        return string.Join(between, RunDecoder.Expand(template, int.Parse(parts[0], CultureInfo.InvariantCulture)));
    }
}
