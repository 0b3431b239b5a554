using Headroom.Compression.Pooling;

namespace Headroom.Compression.Logs;

/// <summary>
/// What the lines of a log have before their message: which carry a time stamp of the usual length, how grave each is,
/// and which are continuation lines of the one above.
/// </summary>
internal sealed class StampedLog : IDisposable
{
    private const int CancellationStride = 4096;

    private StampedLog(LogLines lines)
    {
        Lines = lines;
        Levels = PooledList<LogLevel>.OfDefaults(lines.Count);
        IsStamped = PooledList<bool>.OfDefaults(lines.Count);
        IsContinuation = PooledList<bool>.OfDefaults(lines.Count);
    }

    /// <value>The lines.</value>
    public LogLines Lines { get; }

    /// <value>The bytes of a time stamp: the most frequent length of those found; 0 where no line has one.</value>
    public int StampLength { get; private set; }

    /// <value>Per line: its level.</value>
    public PooledList<LogLevel> Levels { get; }

    /// <value>Per line: whether it starts with a time stamp of <see cref="StampLength"/> bytes.</value>
    public PooledList<bool> IsStamped { get; }

    /// <value>Per line: whether it belongs to the event of the line above.</value>
    public PooledList<bool> IsContinuation { get; }

    /// <summary>Reads all lines of a block.</summary>
    public static StampedLog Read(ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        var log = new StampedLog(LogLines.Split(content));
        using PooledList<int> lengths = PooledList<int>.OfDefaults(log.Lines.Count);
        int[] histogram = new int[64];
        int stamped = 0;
        for (int i = 0; i < lengths.Count; i++)
        {
            ThrowIfDue(i, cancellationToken);
            lengths[i] = TimeStamp.Length(log.Lines.Text(content, i));
            if (lengths[i] is > 0 and < 64)
            {
                histogram[lengths[i]]++;
                stamped++;
            }
        }

        log.StampLength = Array.IndexOf(histogram, histogram.Max());
        bool mostAreStamped = stamped * 2 >= lengths.Count;
        for (int i = 0; i < lengths.Count; i++)
        {
            ThrowIfDue(i, cancellationToken);
            ReadOnlySpan<byte> text = log.Lines.Text(content, i);
            log.IsStamped[i] = log.StampLength > 0 && lengths[i] == log.StampLength;
            log.Levels[i] = Severity.Of(text[lengths[i]..], lengths[i] > 0);
            log.IsContinuation[i] = i > 0 && lengths[i] == 0
                && (mostAreStamped || text.IsEmpty || text[0] is (byte)' ' or (byte)'\t' || Severity.IsStackFrame(text));
        }

        log.StampLength -= log.ConstantTail(content);
        return log;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Lines.Dispose();
        Levels.Dispose();
        IsStamped.Dispose();
        IsContinuation.Dispose();
    }

    /// <summary>Where the message of a line starts: behind its time stamp, if it has one.</summary>
    public int BodyStart(int line) => Lines.TextStart(line) + (IsStamped[line] ? StampLength : 0);

    /// <summary>Ends the work at its deadline, looked at every few thousand lines.</summary>
    public static void ThrowIfDue(int line, CancellationToken cancellationToken)
    {
        if (line % CancellationStride == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>What all time stamps end in (a zone, a year, zero milliseconds), from a separator on: part of the message.</summary>
    private int ConstantTail(ReadOnlySpan<byte> content)
    {
        int first = IsStamped.AsSpan().IndexOf(true);
        if (first < 0)
        {
            return 0;
        }

        ReadOnlySpan<byte> stamp = Lines.Text(content, first)[..StampLength];
        int tail = StampLength;
        for (int i = first + 1; i < IsStamped.Count && tail > 0; i++)
        {
            if (IsStamped[i])
            {
                ReadOnlySpan<byte> other = Lines.Text(content, i)[..StampLength];
                while (tail > 0 && !other[^tail..].SequenceEqual(stamp[^tail..]))
                {
                    tail--;
                }
            }
        }

        while (tail > 0 && (tail == StampLength || char.IsAsciiDigit((char)stamp[^tail])))
        {
            tail--;
        }

        return tail;
    }
}
