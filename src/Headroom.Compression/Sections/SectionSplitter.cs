using Headroom.Compression.Detection;
using Headroom.Compression.Json;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Sections;

/// <summary>
/// Splits a block of several kinds into sections that join to the same bytes: first at code fences, JSON values at line starts or behind a name, and
/// lines such as banners and labels, then, where that leaves text, at blank lines. Linear: every byte is looked at a bounded number of times.
/// </summary>
internal ref struct SectionSplitter
{
    /// <summary>Shorter runs are not worth a marker of their own.</summary>
    private const int MinBytes = 512;

    private const int LinesOfFields = 8;

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly TextLines _lines;
    private readonly List<Section> _sections = [];
    private int _start;
    private long _jsonBudget;
    private bool _hasOpenFence;

    private SectionSplitter(ReadOnlySpan<byte> utf8, TextLines lines)
    {
        _utf8 = utf8;
        _lines = lines;
        _jsonBudget = 3L * utf8.Length;
    }

    /// <summary>Splits a block.</summary>
    /// <param name="utf8">A block that is of no kind as a whole.</param>
    /// <returns>Its sections, in order and without gaps; none where no section of it has a kind of its own.</returns>
    public static IReadOnlyList<Section> Split(ReadOnlySpan<byte> utf8)
    {
        using TextLines lines = TextLines.Split(utf8);
        var splitter = new SectionSplitter(utf8, lines);
        splitter.Split();
        return splitter._sections.Exists(section => section.Kind != ContentKind.Text) ? splitter._sections : [];
    }

    private void Split()
    {
        for (int line = 0; line < _lines.Count;)
        {
            line = Consume(line);
        }

        AddUpTo(_utf8.Length);
    }

    /// <summary>Looks at one line; the next line to look at.</summary>
    private int Consume(int line)
    {
        ReadOnlySpan<byte> text = _lines[_utf8, line];
        int fence = BoundaryLine.FenceLength(text);
        if (fence > 0 && ClosingFence(line, fence) is { } closing)
        {
            AddUpTo(_lines.Start(line));
            AddText(_lines.Start(line + 1));
            AddUpTo(_lines.Start(closing));
            AddText(_lines.Start(closing + 1));
            return closing + 1;
        }

        int name = BoundaryLine.LengthOfNameBeforeJson(text);
        if (LengthOfJson(_lines.Start(line) + name) is > 0 and var length)
        {
            AddUpTo(_lines.Start(line));
            AddText(_start + name);
            int next = LineAt(line, _start + length);
            Add(_lines.Start(next), ContentKind.Json);
            return next;
        }

        if (AddItems(line, name) is { } behind)
        {
            return behind;
        }

        bool isField = (line < LinesOfFields || line >= _lines.Count - LinesOfFields) && BoundaryLine.IsField(text);
        if (isField || BoundaryLine.IsIn(text))
        {
            AddUpTo(_lines.Start(line));
            AddText(_lines.Start(line + 1));
        }

        return line + 1;
    }

    /// <summary>The line that closes a fence. After a fence that stays open none is looked for again, which keeps this linear.</summary>
    private int? ClosingFence(int opening, int length)
    {
        byte character = _lines[_utf8, opening].TrimStart((byte)' ')[0];
        for (int line = opening + 1; !_hasOpenFence && line < _lines.Count; line++)
        {
            ReadOnlySpan<byte> text = _lines[_utf8, line].Trim((byte)' ');
            if (text.Length >= length && text[0] == character && text.IndexOfAnyExcept(character) < 0)
            {
                return line;
            }
        }

        _hasOpenFence = true;
        return null;
    }

    /// <summary>The bytes of a JSON value that starts here and ends with a line; 0 where there is none or it is short.</summary>
    private int LengthOfJson(int start)
    {
        if (_jsonBudget <= 0 || _utf8[start] is not ((byte)'{' or (byte)'['))
        {
            return 0;
        }

        int length = JsonBlock.LengthOfValue(_utf8[start..], out long read);
        if (length >= MinBytes && IsBlankUpToLineEnd(start + length))
        {
            return length;
        }

        _jsonBudget -= read;
        return 0;
    }

    /// <summary>Takes what is whole in a JSON value that starts with this line and is broken; the line behind it.</summary>
    private int? AddItems(int line, int name)
    {
        int start = _lines.Start(line) + name;
        if (start >= _utf8.Length || _jsonBudget <= 0 || _utf8[start] is not ((byte)'{' or (byte)'['))
        {
            return null;
        }

        List<Range> runs = BrokenJson.Runs(_utf8[start..], ref _jsonBudget).FindAll(run => run.End.Value - run.Start.Value >= MinBytes);
        if (runs.Count == 0)
        {
            return null;
        }

        AddUpTo(_lines.Start(line));
        foreach (Range run in runs)
        {
            Add(start + run.Start.Value, ContentKind.Text);
            Add(start + run.End.Value, ContentKind.Json, isItems: true);
        }

        return LineAt(line + 1, _start);
    }

    private readonly bool IsBlankUpToLineEnd(int position)
    {
        ReadOnlySpan<byte> behind = _utf8[position..];
        int end = behind.IndexOf((byte)'\n');
        return (end < 0 ? behind : behind[..end]).Trim(" \t\r"u8).IsEmpty;
    }

    private readonly int LineAt(int line, int position)
    {
        while (line < _lines.Count && _lines.Start(line) < position)
        {
            line++;
        }

        return line;
    }

    /// <summary>Takes what stands between two boundaries: of one kind as a whole, or paragraph by paragraph.</summary>
    private void AddUpTo(int end)
    {
        ReadOnlySpan<byte> piece = _utf8[_start..end];
        ContentKind kind = KindOf(piece);
        if (kind == ContentKind.Text && piece.Length >= MinBytes)
        {
            AddParagraphs(end);
        }

        Add(end, kind);
    }

    private void AddParagraphs(int end)
    {
        int offset = _start;
        foreach (Section paragraph in Paragraphs.Of(_utf8[_start..end], KindOfParagraph))
        {
            Add(offset + paragraph.End, paragraph.Kind);
        }
    }

    private void AddText(int end) => Add(end, ContentKind.Text);

    private void Add(int end, ContentKind kind, bool isItems = false)
    {
        if (end == _start)
        {
            return;
        }

        if (kind == ContentKind.Text && _sections.Count > 0 && _sections[^1].Kind == ContentKind.Text)
        {
            _sections[^1] = _sections[^1] with { End = end };
        }
        else
        {
            _sections.Add(new Section(_start, end, kind, isItems));
        }

        _start = end;
    }

    // Code between blank lines is a part of more code: only a fence or a banner says that it stands for itself.
    private static ContentKind KindOfParagraph(ReadOnlySpan<byte> piece) => KindOf(piece) is not ContentKind.Code and var kind ? kind : ContentKind.Text;

    private static ContentKind KindOf(ReadOnlySpan<byte> piece) => piece.Length < MinBytes ? ContentKind.Text : ContentDetector.DetectWhole(piece);
}
