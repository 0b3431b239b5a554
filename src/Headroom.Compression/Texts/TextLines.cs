namespace Headroom.Compression.Texts;

/// <summary>Where the lines of a text lie; the text itself stays where it is. Only LF ends a line, and a CR before it is no part of the line's text.</summary>
internal readonly struct TextLines
{
    private readonly int[] _starts;

    private TextLines(int[] starts, int count)
    {
        _starts = starts;
        Count = count;
    }

    /// <value>The number of lines; a final LF begins no further line.</value>
    public int Count { get; }

    /// <summary>Splits a text.</summary>
    public static TextLines Split(ReadOnlySpan<byte> utf8)
    {
        int count = utf8.Count((byte)'\n') + (utf8.IsEmpty || utf8[^1] == '\n' ? 0 : 1);
        int[] starts = new int[count + 1];
        for (int line = 0, start = 0; line < count; line++)
        {
            starts[line] = start;
            int length = utf8[start..].IndexOf((byte)'\n');
            start = length < 0 ? utf8.Length : start + length + 1;
        }

        starts[count] = utf8.Length;
        return new TextLines(starts, count);
    }

    /// <summary>Where a line starts; of <see cref="Count"/>, where the text ends.</summary>
    public int Start(int line) => _starts[line];

    /// <summary>Lines from <paramref name="first"/> up to but without <paramref name="end"/>, with their terminators.</summary>
    public ReadOnlySpan<byte> Verbatim(ReadOnlySpan<byte> utf8, int first, int end) => utf8[_starts[first].._starts[end]];

    /// <summary>A line without its terminator.</summary>
    public ReadOnlySpan<byte> this[ReadOnlySpan<byte> utf8, int line]
    {
        get
        {
            ReadOnlySpan<byte> text = utf8[_starts[line].._starts[line + 1]];
            return text.EndsWith("\r\n"u8) ? text[..^2] : text.EndsWith("\n"u8) ? text[..^1] : text;
        }
    }
}
