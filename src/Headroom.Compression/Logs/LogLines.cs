using Headroom.Compression.Pooling;
using Headroom.Compression.Sequences;

namespace Headroom.Compression.Logs;

/// <summary>Where the lines of a block lie; the text itself stays where it is.</summary>
internal sealed class LogLines : IDisposable
{
    private readonly PooledList<Extent> _lines;

    private LogLines(ReadOnlySpan<byte> content)
    {
        _lines = new PooledList<Extent>(content.Count((byte)'\n') + 1);
        int carriageReturns = 0;
        int start = 0;
        while (start < content.Length)
        {
            int length = content[start..].IndexOf((byte)'\n');
            int end = length < 0 ? content.Length : start + length;
            carriageReturns += length > 0 && content[end - 1] == '\r' ? 1 : 0;
            _lines.Add(new Extent(start, end));
            EndsWithNewline = length >= 0;
            start = end + 1;
        }

        int terminated = _lines.Count - (EndsWithNewline ? 0 : 1);
        EndsInCarriageReturn = terminated > 0 && carriageReturns == terminated;
        for (int i = 0; EndsInCarriageReturn && i < terminated; i++)
        {
            _lines[i] = _lines[i] with { End = _lines[i].End - 1 };
        }

        Numbering = LineNumbering.Find(content, this);
    }

    /// <value>The number of lines.</value>
    public int Count => _lines.Count;

    /// <value>Whether the last line is terminated.</value>
    public bool EndsWithNewline { get; }

    /// <value>Whether every terminated line ends in CR LF; then CR is part of no line. Otherwise it is an ordinary byte.</value>
    public bool EndsInCarriageReturn { get; }

    /// <value>The line numbers that a tool put before every line, or <c>null</c>.</value>
    public LineNumbering? Numbering { get; }

    /// <summary>Splits a block.</summary>
    public static LogLines Split(ReadOnlySpan<byte> content) => new(content);

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    /// <summary>A line as it stands, without its terminator.</summary>
    public ReadOnlySpan<byte> Verbatim(ReadOnlySpan<byte> content, int line) => _lines[line].Of(content);

    /// <summary>Where the text of a line starts, behind its line number.</summary>
    public int TextStart(int line) => _lines[line].Start + (Numbering?.PrefixLength(line) ?? 0);

    /// <summary>Where a line ends, before its terminator.</summary>
    public int End(int line) => _lines[line].End;

    /// <summary>A line without its number and terminator.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> content, int line) => content[TextStart(line).._lines[line].End];
}
