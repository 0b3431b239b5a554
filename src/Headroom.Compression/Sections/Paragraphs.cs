using Headroom.Compression.Detection;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Sections;

/// <summary>Recognises what stands between blank lines, and puts neighbours of one kind together again.</summary>
internal static class Paragraphs
{
    /// <summary>Recognises a piece of content.</summary>
    public delegate ContentKind Recognition(ReadOnlySpan<byte> piece);

    /// <summary>The paragraphs of a text, in order and without gaps; each has the blank lines behind it.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="kindOf">Recognises a paragraph, or several.</param>
    public static List<Section> Of(ReadOnlySpan<byte> utf8, Recognition kindOf)
    {
        List<Section> paragraphs = Split(utf8, kindOf);
        List<Section> joined = [];
        for (int first = 0; first < paragraphs.Count;)
        {
            int end = EndOfRun(paragraphs, first);
            var run = new Section(paragraphs[first].Start, paragraphs[end - 1].End, paragraphs[first].Kind);
            if (end - first > 1 && kindOf(run.Of(utf8)) == run.Kind)
            {
                joined.Add(run);
            }
            else
            {
                joined.AddRange(paragraphs[first..end]);
            }

            first = end;
        }

        return joined;
    }

    private static List<Section> Split(ReadOnlySpan<byte> utf8, Recognition kindOf)
    {
        using var lines = TextLines.Split(utf8);
        List<Section> paragraphs = [];
        int start = 0;
        for (int line = 0; line < lines.Count; line++)
        {
            bool isBlank = lines[utf8, line].Trim(" \t"u8).IsEmpty;
            bool nextIsBlank = line + 1 < lines.Count && lines[utf8, line + 1].Trim(" \t"u8).IsEmpty;
            if ((isBlank && !nextIsBlank) || line + 1 == lines.Count)
            {
                int end = lines.Start(line + 1);
                paragraphs.Add(new Section(start, end, kindOf(utf8[start..end])));
                start = end;
            }
        }

        return paragraphs;
    }

    /// <summary>Behind the last paragraph of the kind that the first one has, over text that is not longer than what it joins.</summary>
    private static int EndOfRun(List<Section> paragraphs, int first)
    {
        int end = first + 1;
        int known = paragraphs[first].Length;
        for (int next = end, between = 0; next < paragraphs.Count; next++)
        {
            if (paragraphs[next].Kind == paragraphs[first].Kind)
            {
                known += paragraphs[next].Length;
                end = next + 1;
            }
            else if (paragraphs[next].Kind == ContentKind.Text && between < known)
            {
                between += paragraphs[next].Length;
            }
            else
            {
                break;
            }
        }

        return end;
    }
}
