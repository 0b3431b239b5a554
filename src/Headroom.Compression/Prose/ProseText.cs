using Headroom.Compression.Sections;

namespace Headroom.Compression.Prose;

/// <summary>
/// A text taken apart into paragraphs, and these into sentences. Headings, rows of tables and code are units of their own;
/// lines that were broken to a width are one paragraph.
/// </summary>
internal sealed class ProseText
{
    private const int LongestHeading = 80;

    // A line that ends before this was not broken to a width.
    private const int WrappedBytes = 40;

    private const int BytesPerUnit = 96;

    private readonly List<ProseUnit> _units;
    private int _paragraphs;
    private bool _hasOpenFence;

    private ProseText(int bytes) => _units = new List<ProseUnit>((bytes / BytesPerUnit) + 8);

    /// <value>The units, in order.</value>
    public IReadOnlyList<ProseUnit> Units => _units;

    /// <summary>Takes a text apart.</summary>
    public static ProseText Read(ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        var text = new ProseText(content.Length);
        for (int at = 0; at < content.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            at = text.ReadBlock(content, at);
        }

        return text;
    }

    /// <summary>Reads what begins with a line: a paragraph, a heading, a row; behind its last line.</summary>
    private int ReadBlock(ReadOnlySpan<byte> content, int start)
    {
        int end = EndOfLine(content, start);
        ReadOnlySpan<byte> line = Line(content, start, end);
        if (IsBlank(line))
        {
            return end;
        }

        if (BoundaryLine.FenceLength(line) is > 0 and var fence && EndOfFence(content, start, end, fence) is { } fenceEnd)
        {
            Add(content, start, fenceEnd, ProseUnitKind.Line);
            _paragraphs++;
            return fenceEnd;
        }

        if (IsMarkedHeading(line))
        {
            Add(content, start, end, ProseUnitKind.Heading);
            _paragraphs++;
            return end;
        }

        if (IsRow(line))
        {
            Add(content, start, end, ProseUnitKind.Line);
            int following = EndOfLine(content, end);
            _paragraphs += end < content.Length && IsRow(Line(content, end, following)) ? 0 : 1;
            return end;
        }

        int paragraphEnd = end;
        while (paragraphEnd < content.Length && line.Length >= WrappedBytes)
        {
            int lineEnd = EndOfLine(content, paragraphEnd);
            line = Line(content, paragraphEnd, lineEnd);
            if (IsBlank(line) || IsMarkedHeading(line) || IsRow(line) || ListMarkLength(line) > 0 || BoundaryLine.FenceLength(line) > 0 || IsUnderline(line))
            {
                break;
            }

            paragraphEnd = lineEnd;
        }

        AddParagraph(content, start, paragraphEnd, isOneLine: paragraphEnd == end);
        _paragraphs++;
        return paragraphEnd;
    }

    private void AddParagraph(ReadOnlySpan<byte> content, int start, int end, bool isOneLine)
    {
        ReadOnlySpan<byte> paragraph = content[start..end].TrimEnd(" \t\r\n"u8);
        int mark = ListMarkLength(paragraph);
        if (isOneLine && mark == 0 && paragraph.Length <= LongestHeading && !SentenceEnd.IsAtEndOf(paragraph))
        {
            bool isAlone = end >= content.Length || IsBlank(Line(content, end, EndOfLine(content, end))) || IsUnderline(Line(content, end, EndOfLine(content, end)));
            Add(content, start, end, isAlone ? ProseUnitKind.Heading : ProseUnitKind.Line);
            return;
        }

        for (int at = 0; at < paragraph.Length;)
        {
            int sentence = SentenceEnd.After(paragraph, Math.Max(at, mark));
            Add(content, start + at, start + sentence, ProseUnitKind.Sentence);
            at = sentence;
        }
    }

    private void Add(ReadOnlySpan<byte> content, int start, int end, ProseUnitKind kind)
    {
        // The indentation of a line belongs to it; other white space stands between units.
        bool beginsLine = start == 0 || content[start - 1] == '\n';
        ReadOnlySpan<byte> text = content[start..end];
        int from = beginsLine ? start : start + (text.Length - text.TrimStart(" \t\r\n"u8).Length);
        int to = start + text.TrimEnd(" \t\r\n"u8).Length;
        if (to > from)
        {
            _units.Add(new ProseUnit(from, to, _paragraphs, kind));
        }
    }

    // After a fence that stays open none is looked for again, which keeps this linear.
    private int? EndOfFence(ReadOnlySpan<byte> content, int start, int behindOpening, int length)
    {
        byte character = content[start..].TrimStart((byte)' ')[0];
        for (int at = behindOpening; !_hasOpenFence && at < content.Length;)
        {
            int end = EndOfLine(content, at);
            ReadOnlySpan<byte> line = Line(content, at, end).Trim((byte)' ');
            if (line.Length >= length && line[0] == character && line.IndexOfAnyExcept(character) < 0)
            {
                return end;
            }

            at = end;
        }

        _hasOpenFence = true;
        return null;
    }

    private static bool IsMarkedHeading(ReadOnlySpan<byte> line)
    {
        int signs = line.IndexOfAnyExcept((byte)'#');
        return signs is >= 1 and <= 6 && line[signs] == ' ';
    }

    private static bool IsUnderline(ReadOnlySpan<byte> line) =>
        line.Length >= 3 && line[0] is (byte)'=' or (byte)'-' or (byte)'~' or (byte)'*' && line.TrimEnd((byte)' ').IndexOfAnyExcept(line[0]) < 0;

    private static bool IsRow(ReadOnlySpan<byte> line) =>
        !line.IsEmpty && (line[0] is (byte)'|' or (byte)'\t' || (line.StartsWith("    "u8) && ListMarkLength(line) == 0) || IsUnderline(line));

    /// <summary>The bytes of a bullet or number with the space around it; 0 where a line has none.</summary>
    private static int ListMarkLength(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = line.TrimStart((byte)' ');
        int indent = line.Length - text.Length;
        if (text.Length > 2 && text[0] is (byte)'-' or (byte)'*' or (byte)'+' && text[1] == ' ')
        {
            return indent + 2;
        }

        if (text.StartsWith("• "u8))
        {
            return indent + 4;
        }

        int digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits is >= 1 and <= 3 && digits + 1 < text.Length && text[digits] is (byte)'.' or (byte)')' && text[digits + 1] == ' ' ? indent + digits + 2 : 0;
    }

    private static int EndOfLine(ReadOnlySpan<byte> content, int start)
    {
        int length = content[start..].IndexOf((byte)'\n');
        return length < 0 ? content.Length : start + length + 1;
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> content, int start, int end) => content[start..end].TrimEnd("\r\n"u8);

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8).IsEmpty;
}
