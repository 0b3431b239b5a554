using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Logs;
using Headroom.Compression.Pooling;

namespace Headroom.Compression.Builds;

/// <summary>
/// Which lines of test or build output stay: failures with their stories, the first warning of each template, headings, totals,
/// and whatever is not known, unless many lines say the same. Routine lines are counted, repeated ones summed up by template.
/// </summary>
internal sealed class BuildSelection : IDisposable
{
    private const int RepeatedLines = 4;
    private const int RepeatedWarnings = 2;
    private const int RepeatedFailures = 64;
    private const int LinesPerAnchor = 40;

    private static readonly byte[][] FailureWords = [[.. "rror"u8], [.. "ail"u8], [.. "FAIL"u8], [.. "ERR"u8], [.. "xception"u8], [.. "anic"u8], [.. "fatal"u8], [.. "ssert"u8]];

    private readonly TemplatedLog _log;
    private readonly LogLines _lines;
    private readonly PooledList<bool> _isStory;

    private BuildSelection(TemplatedLog log)
    {
        _log = log;
        _lines = log.Log.Lines;
        Lines = PooledList<BuildLine>.OfDefaults(_lines.Count);
        IsShown = PooledList<bool>.OfDefaults(_lines.Count);
        IsFolded = PooledList<bool>.OfDefaults(_lines.Count);
        _isStory = PooledList<bool>.OfDefaults(_lines.Count);
    }

    /// <value>Per line: what it tells.</value>
    public PooledList<BuildLine> Lines { get; }

    /// <value>Per line: whether it is shown as it stands.</value>
    public PooledList<bool> IsShown { get; }

    /// <value>Per line: whether it is summed up with others of its template.</value>
    public PooledList<bool> IsFolded { get; }

    /// <value>The anchors that added a line.</value>
    public Anchors UsedAnchors { get; private set; } = Anchors.None;

    /// <summary>Selects the lines.</summary>
    public static BuildSelection Select(ReadOnlySpan<byte> content, TemplatedLog log, Anchors anchors, CancellationToken cancellationToken)
    {
        var selection = new BuildSelection(log);
        for (int i = 0; i < selection.Lines.Count; i++)
        {
            StampedLog.ThrowIfDue(i, cancellationToken);
            selection.Lines[i] = LineReader.Read(selection._lines.Verbatim(content, i));
        }

        selection.FollowStories(content);
        selection.ReachBackFromFailedTests();
        selection.FoldRepeated(content, cancellationToken);
        selection.AttachDetails(content);
        selection.ShowAnchored(content, anchors, cancellationToken);
        return selection;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Lines.Dispose();
        IsShown.Dispose();
        IsFolded.Dispose();
        _isStory.Dispose();
    }

    /// <summary>A story begun by a traceback or a section of failures goes on to the tool's next heading or result.</summary>
    private void FollowStories(ReadOnlySpan<byte> content)
    {
        bool isOpen = false;
        bool isSection = false;
        for (int i = 0; i < Lines.Count; i++)
        {
            LineRole role = Lines[i].Role;
            if (role == LineRole.FailureStory)
            {
                isSection |= _lines.Text(content, i).StartsWith("==="u8);
                isOpen = true;
            }
            else if (role == LineRole.Summary || (!isSection && Lines[i] is { IsEvidence: true, IsRoutine: true }))
            {
                (isOpen, isSection) = (false, false);
            }

            _isStory[i] = isOpen;
        }
    }

    /// <summary>With <c>go test -v</c>, what a test printed stands between its start and its verdict.</summary>
    private void ReachBackFromFailedTests()
    {
        if (!HasStarts())
        {
            return;
        }

        bool isAboveFailure = false;
        for (int i = Lines.Count - 1; i >= 0; i--)
        {
            bool isPrinted = Lines[i].Role is LineRole.Text or LineRole.Blank;
            _isStory[i] |= isAboveFailure && isPrinted;
            isAboveFailure = Lines[i].Role == LineRole.Failure || (isAboveFailure && isPrinted);
        }
    }

    private bool HasStarts()
    {
        foreach (BuildLine line in Lines.AsSpan())
        {
            if (line.Role == LineRole.Started)
            {
                return true;
            }
        }

        return false;
    }

    private void FoldRepeated(ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        int[] counts = new int[_log.Templates.Count];
        int[] limits = new int[_log.Templates.Count];
        bool[] isLead = new bool[_log.Templates.Count];
        for (int i = 0; i < Lines.Count; i++)
        {
            StampedLog.ThrowIfDue(i, cancellationToken);
            int limit = FoldLimit(content, i);
            if (limit > 0)
            {
                counts[_log.TemplateOf[i]]++;
                limits[_log.TemplateOf[i]] = Math.Max(limits[_log.TemplateOf[i]], limit);
            }
        }

        for (int i = 0; i < Lines.Count; i++)
        {
            IsShown[i] = _isStory[i] || !(Lines[i].IsRoutine || Lines[i].Role == LineRole.Blank);
            int template = _log.TemplateOf[i];
            if (IsShown[i] && FoldLimit(content, i) > 0 && counts[template] > limits[template])
            {
                // The first one stays, for its shape and for what stands below it.
                IsFolded[i] = isLead[template];
                IsShown[i] = !isLead[template];
                isLead[template] = true;
            }
        }
    }

    /// <summary>The number of lines of a template above which they are summed up; 0 for a line that stays in any case.</summary>
    private int FoldLimit(ReadOnlySpan<byte> content, int line)
    {
        // What stands right above an error names its function or file.
        bool isLead = line + 1 < Lines.Count && Lines[line].Role == LineRole.Text && Lines[line + 1].Role == LineRole.Failure;
        if (isLead || _isStory[line] || _log.TemplateOf[line] < 0)
        {
            return 0;
        }

        return Lines[line].Role switch
        {
            LineRole.Warning => RepeatedWarnings,
            LineRole.Failure => RepeatedFailures,
            LineRole.Text => NamesFailure(_lines.Verbatim(content, line)) ? RepeatedFailures : RepeatedLines,
            _ => 0,
        };
    }

    private static bool NamesFailure(ReadOnlySpan<byte> line)
    {
        foreach (byte[] word in FailureWords)
        {
            if (line.IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What stands below an error or a warning (quoted code, carets, notes) shares its lot; a blank line between two shown ones stays.</summary>
    private void AttachDetails(ReadOnlySpan<byte> content)
    {
        bool isBelowShown = false;
        bool isBelowFolded = false;
        for (int i = 0; i < Lines.Count; i++)
        {
            if (Lines[i].Role is LineRole.Failure or LineRole.Warning)
            {
                (isBelowShown, isBelowFolded) = (IsShown[i], IsFolded[i]);
            }
            else if (Lines[i].Role == LineRole.Text && IsDetail(_lines.Text(content, i)))
            {
                if ((isBelowShown || isBelowFolded) && !_isStory[i])
                {
                    // The places of warnings that are summed up are summed up too, so that each can be found.
                    IsFolded[i] = !isBelowShown && _log.TemplateOf[i] >= 0 && IsPlace(_lines.Text(content, i));
                    IsShown[i] = isBelowShown || (!IsFolded[i] && !IsQuotedCode(_lines.Text(content, i)) && NamesFailure(_lines.Verbatim(content, i)));
                    Lines[i] = Lines[i] with { Role = IsShown[i] ? LineRole.Text : IsFolded[i] ? LineRole.Warning : LineRole.Detail };
                }
            }
            else if (Lines[i].Role != LineRole.Blank)
            {
                isBelowShown = isBelowFolded = false;
            }

            if (Lines[i].Role == LineRole.Blank)
            {
                isBelowFolded = false;
                IsShown[i] |= i > 0 && IsShown[i - 1] && i + 1 < Lines.Count && !Lines[i + 1].IsRoutine && !IsFolded[i + 1];
            }
        }
    }

    /// <summary>Indented, or quoted code behind its line number: <c>12 | let a = 1;</c>.</summary>
    private static bool IsDetail(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is (byte)' ' or (byte)'\t' or (byte)'|' or (byte)'^' or (byte)'~' or (byte)'>')
        {
            return true;
        }

        return IsQuotedCode(text);
    }

    private static bool IsQuotedCode(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        int end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end > 0 && text[end..].TrimStart((byte)' ').StartsWith("|"u8);
    }

    /// <summary>Where a rustc message points: <c>  --&gt; src/main.rs:3:25</c>.</summary>
    private static bool IsPlace(ReadOnlySpan<byte> text) => text.TrimStart((byte)' ').StartsWith("--> "u8);

    private void ShowAnchored(ReadOnlySpan<byte> content, Anchors anchors, CancellationToken cancellationToken)
    {
        var used = new List<string>();
        foreach (string term in anchors.Terms)
        {
            byte[] lower = Encoding.UTF8.GetBytes(term);
            bool added = false;
            int left = LinesPerAnchor;
            for (int i = 0; i < Lines.Count && left > 0; i++)
            {
                StampedLog.ThrowIfDue(i, cancellationToken);
                if (LineSelection.ContainsIgnoringCase(_lines.Verbatim(content, i), lower))
                {
                    left--;
                    added |= !IsShown[i];
                    (IsShown[i], IsFolded[i]) = (true, false);
                }
            }

            if (added)
            {
                used.Add(term);
            }
        }

        UsedAnchors = Anchors.Parse(string.Join(' ', used));
    }
}
