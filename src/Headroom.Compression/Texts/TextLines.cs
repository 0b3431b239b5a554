using Headroom.Compression.Pooling;

namespace Headroom.Compression.Texts;

/// <summary>Where the lines of a text lie; the text itself stays where it is. Only LF ends a line, and a CR before it is no part of the line's text.</summary>
internal readonly struct TextLines : IDisposable
{
    private readonly PooledList<int> _starts;

    private TextLines(PooledList<int> starts) => _starts = starts;

    /// <value>The number of lines; a final LF begins no further line.</value>
    public int Count => _starts.Count - 1;

    /// <summary>Splits a text.</summary>
    public static TextLines Split(ReadOnlySpan<byte> utf8)
    {
        var starts = new PooledList<int>(utf8.Count((byte)'\n') + 2);
        for (int start = 0; start < utf8.Length;)
        {
            starts.Add(start);
            int length = utf8[start..].IndexOf((byte)'\n');
            start = length < 0 ? utf8.Length : start + length + 1;
        }

        starts.Add(utf8.Length);
        return new TextLines(starts);
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

    /// <inheritdoc/>
    public void Dispose() => _starts.Dispose();
}
