using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Pooling;

namespace Headroom.Compression.Logs;

/// <summary>
/// Which lines of a log are shown as they stand: the first and last ones, every line of a rare template, every distinct
/// stack trace, the first line of every error and warning template, and up to 40 lines that each of the question's terms matches. All
/// other lines follow a template that is shown with its counts.
/// </summary>
internal sealed class LineSelection : IDisposable
{
    private const int RareLines = 2;
    private const int EdgeLines = 5;
    private const int LinesPerAnchor = 40;

    private readonly TemplatedLog _log;
    private readonly Dictionary<ulong, List<int>> _traces = [];

    private LineSelection(TemplatedLog log)
    {
        _log = log;
        int lines = log.TemplateOf.Count;
        IsShown = PooledList<bool>.OfDefaults(lines);
        IsTrace = PooledList<bool>.OfDefaults(lines);
        FreeLines = new int[log.Templates.Count];
        FirstFreeLine = new int[log.Templates.Count];
        Array.Fill(FirstFreeLine, -1);
    }

    /// <value>Per line: whether it is shown as it stands.</value>
    public PooledList<bool> IsShown { get; }

    /// <value>Per line: whether it is a line below the head of a grave event; such lines count for no template.</value>
    public PooledList<bool> IsTrace { get; }

    /// <value>Per template: the number of lines that count for it.</value>
    public int[] FreeLines { get; }

    /// <value>Per template: the first line that counts for it, or -1.</value>
    public int[] FirstFreeLine { get; }

    /// <value>By the last line of a trace: the heads of the later events that carry the same trace.</value>
    public SortedDictionary<int, List<int>> RepeatedTraces { get; } = [];

    /// <value>The anchors that added a line.</value>
    public Anchors UsedAnchors { get; private set; } = Anchors.None;

    /// <summary>Selects the lines.</summary>
    public static LineSelection Select(ReadOnlySpan<byte> content, TemplatedLog log, Anchors anchors, CancellationToken cancellationToken)
    {
        var selection = new LineSelection(log);
        selection.SelectEvents(content, cancellationToken);
        selection.SelectTemplates();
        selection.SelectEdges();
        selection.AttachToHeads();
        selection.SelectAnchored(content, anchors, cancellationToken);
        selection.AttachToHeads();
        return selection;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IsShown.Dispose();
        IsTrace.Dispose();
    }

    /// <summary>Whether a template has so many lines that they are summed up; two are shown as they stand.</summary>
    public bool IsSummedUp(int template) => FreeLines[template] > RareLines;

    private void SelectEvents(ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        Span<bool> continues = _log.Log.IsContinuation.AsSpan();
        int end;
        for (int head = 0; head < continues.Length; head = end)
        {
            StampedLog.ThrowIfDue(head, cancellationToken);
            bool isGrave = _log.Log.Levels[head] == LogLevel.Error;
            for (end = head + 1; end < continues.Length && continues[end]; end++)
            {
                isGrave |= _log.Log.Levels[end] == LogLevel.Error;
            }

            if (isGrave && end - head > 1)
            {
                SelectTrace(content, head, end);
            }
        }
    }

    private void SelectTrace(ReadOnlySpan<byte> content, int head, int end)
    {
        IsTrace.AsSpan()[(head + 1)..end].Fill(true);
        ReadOnlySpan<byte> trace = Trace(content, head, end);
        ulong key = LineTokens.Mix(LineTokens.Hash(trace), (ulong)(_log.TemplateOf[head] + 1));
        if (_traces.TryGetValue(key, out List<int>? first) && _log.TemplateOf[head] >= 0 && _log.TemplateOf[head] == _log.TemplateOf[first[0]]
            && trace.SequenceEqual(Trace(content, first[0], first[1])))
        {
            int last = first[1] - 1;
            if (!RepeatedTraces.TryGetValue(last, out List<int>? repeats))
            {
                RepeatedTraces.Add(last, repeats = []);
            }

            repeats.Add(head);
            return;
        }

        _traces.TryAdd(key, [head, end]);
        IsShown.AsSpan()[head..end].Fill(true);
    }

    private ReadOnlySpan<byte> Trace(ReadOnlySpan<byte> content, int head, int end) =>
        content[_log.Log.Lines.TextStart(head + 1).._log.Log.Lines.End(end - 1)];

    private void SelectTemplates()
    {
        for (int i = 0; i < IsShown.Count; i++)
        {
            if (!IsTrace[i] && _log.TemplateOf[i] >= 0)
            {
                int template = _log.TemplateOf[i];
                FirstFreeLine[template] = FreeLines[template]++ == 0 ? i : FirstFreeLine[template];
            }
        }

        for (int i = 0; i < IsShown.Count; i++)
        {
            int template = _log.TemplateOf[i];
            IsShown[i] |= !IsTrace[i] && (template < 0 || !IsSummedUp(template)
                || (i == FirstFreeLine[template] && _log.Log.Levels[i] >= LogLevel.Warning));
        }
    }

    private void SelectEdges()
    {
        for (int i = 0; i < Math.Min(EdgeLines, IsShown.Count); i++)
        {
            IsShown[i] = IsShown[IsShown.Count - 1 - i] = true;
        }
    }

    private void SelectAnchored(ReadOnlySpan<byte> content, Anchors anchors, CancellationToken cancellationToken)
    {
        var used = new List<string>();
        foreach (string term in anchors.Terms)
        {
            byte[] lower = Encoding.UTF8.GetBytes(term);
            bool added = false;
            int left = LinesPerAnchor;
            for (int i = 0; i < IsShown.Count && left > 0; i++)
            {
                StampedLog.ThrowIfDue(i, cancellationToken);
                if (ContainsIgnoringCase(_log.Log.Lines.Verbatim(content, i), lower))
                {
                    left--;
                    added |= !IsShown[i];
                    IsShown[i] = true;
                }
            }

            if (added)
            {
                used.Add(term);
            }
        }

        UsedAnchors = Anchors.Parse(string.Join(' ', used));
    }

    /// <summary>
    /// A line below a head is not shown without it, and a trace not in part, so that nobody takes a line for part of another
    /// event or a trace for shorter than it is.
    /// </summary>
    private void AttachToHeads()
    {
        Span<bool> continues = _log.Log.IsContinuation.AsSpan();
        int end;
        for (int head = 0; head < continues.Length; head = end)
        {
            bool isAnyShown = false;
            bool isTrace = false;
            for (end = head + 1; end < continues.Length && continues[end]; end++)
            {
                isAnyShown |= IsShown[end];
                isTrace |= IsTrace[end];
            }

            if (isAnyShown)
            {
                IsShown.AsSpan()[head..(isTrace ? end : head + 1)].Fill(true);
            }
        }
    }

    /// <summary>Whether a text has a lower-cased term; letters of ASCII count in either case.</summary>
    public static bool ContainsIgnoringCase(ReadOnlySpan<byte> line, ReadOnlySpan<byte> lower)
    {
        if (lower.IsEmpty)
        {
            return false;
        }

        byte upper = (byte)char.ToUpperInvariant((char)lower[0]);
        upper = lower[0] < 128 ? upper : lower[0];
        while (line.Length >= lower.Length)
        {
            int at = line.IndexOfAny(lower[0], upper);
            if (at < 0 || at + lower.Length > line.Length)
            {
                return false;
            }

            if (EqualsIgnoringCase(line.Slice(at, lower.Length), lower))
            {
                return true;
            }

            line = line[(at + 1)..];
        }

        return false;
    }

    private static bool EqualsIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        for (int i = 0; i < lower.Length; i++)
        {
            int at = text[i] is >= (byte)'A' and <= (byte)'Z' ? text[i] | 0x20 : text[i];
            if (at != lower[i])
            {
                return false;
            }
        }

        return true;
    }
}
