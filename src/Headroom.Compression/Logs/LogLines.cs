namespace Headroom.Compression.Logs;

/// <summary>Where the lines of a block lie; the text itself stays where it is.</summary>
internal sealed class LogLines
{
    private readonly List<int> _starts = [];
    private readonly List<int> _ends = [];

    private LogLines(ReadOnlySpan<byte> content)
    {
        int carriageReturns = 0;
        int start = 0;
        while (start < content.Length)
        {
            int length = content[start..].IndexOf((byte)'\n');
            int end = length < 0 ? content.Length : start + length;
            carriageReturns += length > 0 && content[end - 1] == '\r' ? 1 : 0;
            _starts.Add(start);
            _ends.Add(end);
            EndsWithNewline = length >= 0;
            start = end + 1;
        }

        int terminated = _starts.Count - (EndsWithNewline ? 0 : 1);
        EndsInCarriageReturn = terminated > 0 && carriageReturns == terminated;
        for (int i = 0; EndsInCarriageReturn && i < terminated; i++)
        {
            _ends[i]--;
        }

        Numbering = LineNumbering.Find(content, this);
    }

    /// <value>The number of lines.</value>
    public int Count => _starts.Count;

    /// <value>Whether the last line is terminated.</value>
    public bool EndsWithNewline { get; }

    /// <value>Whether every terminated line ends in CR LF; then CR is part of no line. Otherwise it is an ordinary byte.</value>
    public bool EndsInCarriageReturn { get; }

    /// <value>The line numbers that a tool put before every line, or <c>null</c>.</value>
    public LineNumbering? Numbering { get; }

    /// <summary>Splits a block.</summary>
    public static LogLines Split(ReadOnlySpan<byte> content) => new(content);

    /// <summary>A line as it stands, without its terminator.</summary>
    public ReadOnlySpan<byte> Verbatim(ReadOnlySpan<byte> content, int line) => content[_starts[line].._ends[line]];

    /// <summary>Where the text of a line starts, behind its line number.</summary>
    public int TextStart(int line) => _starts[line] + (Numbering?.PrefixLength(line) ?? 0);

    /// <summary>Where a line ends, before its terminator.</summary>
    public int End(int line) => _ends[line];

    /// <summary>A line without its number and terminator.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> content, int line) => content[TextStart(line).._ends[line]];
}
