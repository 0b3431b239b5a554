using System.Globalization;
using System.Text;

namespace Headroom.Compression.Tests.Repeats;

/// <summary>Reads a repeat as its first line says, given the earlier text; knows nothing of how it was made.</summary>
internal static class RepeatReader
{
    private const string NoEnd = "\\ No newline at end";

    public static byte[] Restore(byte[] output, byte[] earlier)
    {
        // Latin-1 carries any bytes through a string and back.
        bool areLines = Encoding.UTF8.GetString(output).Split('\n')[0].Contains("its lines", StringComparison.Ordinal);
        return areLines ? Lines(output, earlier) : Characters(output, earlier);
    }

    private static byte[] Lines(byte[] output, byte[] earlier)
    {
        List<string> old = Split(Encoding.Latin1.GetString(earlier)), told = Split(Encoding.Latin1.GetString(output));
        var restored = new StringBuilder();
        for (int i = 1; i < told.Count; i++)
        {
            string line = told[i];
            if (line.StartsWith('='))
            {
                (int first, int last) = Range(line);
                restored.Append(string.Concat(old[(first - 1)..last]));
            }
            else if (line.StartsWith('+'))
            {
                bool endsThere = i + 1 < told.Count && told[i + 1].TrimEnd('\n') == NoEnd;
                restored.Append(endsThere ? line[1..^1] : line[1..]);
                i += endsThere ? 1 : 0;
            }
            else
            {
                Assert.StartsWith("[", line);
                Assert.Equal(told.Count - 1, i);
            }
        }

        return Encoding.Latin1.GetBytes(restored.ToString());
    }

    private static byte[] Characters(byte[] output, byte[] earlier)
    {
        string old = Encoding.UTF8.GetString(earlier);
        var restored = new StringBuilder();
        foreach (string line in Encoding.UTF8.GetString(output).Split('\n')[1..])
        {
            if (line.StartsWith('='))
            {
                (int first, int last) = Range(line);
                restored.Append(old[(first - 1)..last]);
            }
            else if (line.StartsWith('+'))
            {
                restored.Append(line[1..]);
            }
        }

        return Encoding.UTF8.GetBytes(restored.ToString());
    }

    private static (int First, int Last) Range(string line)
    {
        int[] ends = [.. line.TrimEnd('\n')[1..].Split('-').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        return (ends[0], ends[^1]);
    }

    private static List<string> Split(string text)
    {
        List<string> lines = [];
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }
}
