using System.Text;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Listings;

/// <summary>
/// The lossless form of what <c>tree</c> draws: its branches as indentation. Which branch is the last of its directory follows from the
/// lines below, so the drawing can be made again; where it does not come out the same, there is no such form.
/// </summary>
internal static class TreeArt
{
    private const int MinEntries = 6;
    private const int MaxDepth = 64;

    private static readonly Style[] Styles =
    [
        new("├── ", "└── ", "│\u00A0\u00A0 ", "    "),
        new("├── ", "└── ", "│   ", "    "),
        new("|-- ", "`-- ", "|   ", "    "),
        new("+-- ", "\\-- ", "|   ", "    "),
    ];

    /// <summary>Whether a block is such a drawing, in one of its styles.</summary>
    public static bool Looks(ReadOnlySpan<byte> content) => FindStyle(content) is not null;

    /// <summary>Writes the lossless form; <c>null</c> where the drawing is irregular.</summary>
    public static byte[]? Write(ReadOnlySpan<byte> content, out int count)
    {
        count = 0;
        using TextLines lines = TextLines.Split(content);
        if (FindStyle(content) is not { } style)
        {
            return null;
        }

        int first = 0;
        while (first < lines.Count && style.Read(lines[content, first], out _) == 0)
        {
            first++;
        }

        var depths = new List<int>();
        using var rows = new Utf8Text(content.Length / 2);
        for (int i = first; i < lines.Count && style.Read(lines[content, i], out int nameStart) is > 0 and var depth && depth <= MaxDepth; i++)
        {
            ReadOnlySpan<byte> name = lines[content, i][nameStart..];
            if (name.IsEmpty || name[0] == ' ')
            {
                return null;
            }

            depths.Add(depth);
            for (int level = 1; level < depth; level++)
            {
                rows.Append(" "u8);
            }

            rows.Append(name).Append(lines.Verbatim(content, i, i + 1)[lines[content, i].Length..]);
        }

        count = depths.Count;
        if (count < MinEntries || !IsRegular(content, lines, first, depths, style))
        {
            return null;
        }

        using var output = new Utf8Text(rows.Length + 512);
        output.Append("["u8).Append(count).Append(" entries of a tree, without its branches "u8);
        output.Append(style.Branch).Append(style.Last).Append(style.Pipe.AsSpan().TrimEnd((byte)' '));
        output.Append("; one space is a level below line "u8).Append(first).Append("]\n"u8);
        output.Append(lines.Verbatim(content, 0, first)).Append(rows.WrittenSpan).Append(lines.Verbatim(content, first + count, lines.Count));
        return output.Length < content.Length ? output.ToArray() : null;
    }

    private static Style? FindStyle(ReadOnlySpan<byte> content)
    {
        foreach (Style style in Styles)
        {
            // A flat tree has no pipes; of the two styles that differ in them only, it takes the plainer one.
            bool hasPipe = content.IndexOf(style.Pipe) >= 0 || style == Styles[^1] || style == Styles[1];
            if (hasPipe && content.IndexOf(style.Branch) >= 0 && content.IndexOf(style.Last) >= 0 && IsMostly(content, style))
            {
                return style;
            }
        }

        return null;
    }

    private static bool IsMostly(ReadOnlySpan<byte> content, Style style)
    {
        int lines = 0;
        int drawn = 0;
        while (!content.IsEmpty && lines < 100)
        {
            int end = content.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            lines++;
            drawn += style.Read(line, out _) > 0 ? 1 : 0;
        }

        return drawn >= MinEntries && drawn * 10 >= lines * 7;
    }

    // Draws every line's branches again, from the last line up, and compares.
    private static bool IsRegular(ReadOnlySpan<byte> content, TextLines lines, int first, List<int> depths, Style style)
    {
        Span<bool> hasNext = stackalloc bool[MaxDepth + 2];
        using var drawn = new Utf8Text(256);
        hasNext.Clear();
        int below = 0;
        for (int i = depths.Count - 1; i >= 0; i--)
        {
            int depth = depths[i];
            if (depth < below - 1 || (i == 0 && depth != 1))
            {
                return false;
            }

            drawn.Clear();
            for (int level = 1; level < depth; level++)
            {
                drawn.Append(hasNext[level] ? style.Pipe : style.Gap);
            }

            drawn.Append(hasNext[depth] ? style.Branch : style.Last);
            ReadOnlySpan<byte> line = lines[content, first + i];
            if (!line.StartsWith(drawn.WrittenSpan) || style.Read(line, out int nameStart) == 0 || nameStart != drawn.Length)
            {
                return false;
            }

            hasNext[depth] = true;
            hasNext[(depth + 1)..].Clear();
            below = depth;
        }

        return true;
    }

    private sealed record Style(byte[] Branch, byte[] Last, byte[] Pipe, byte[] Gap)
    {
        public Style(string branch, string last, string pipe, string gap)
            : this(Encoding.UTF8.GetBytes(branch), Encoding.UTF8.GetBytes(last), Encoding.UTF8.GetBytes(pipe), Encoding.UTF8.GetBytes(gap))
        {
        }

        // The depth of an entry, from 1, and where its name starts; 0 where the line is no entry.
        public int Read(ReadOnlySpan<byte> line, out int nameStart)
        {
            nameStart = 0;
            for (int depth = 1; ; depth++)
            {
                ReadOnlySpan<byte> rest = line[nameStart..];
                if (rest.StartsWith(Branch) || rest.StartsWith(Last))
                {
                    nameStart += rest.StartsWith(Branch) ? Branch.Length : Last.Length;
                    return depth;
                }

                int step = rest.StartsWith(Pipe) ? Pipe.Length : rest.StartsWith(Gap) ? Gap.Length : 0;
                if (step == 0)
                {
                    return 0;
                }

                nameStart += step;
            }
        }
    }
}
