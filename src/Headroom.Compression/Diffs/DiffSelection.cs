using System.Numerics;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Logs;
using Headroom.Compression.Ranking;
using Headroom.Compression.Search;

namespace Headroom.Compression.Diffs;

/// <summary>
/// Chooses which lines of a diff are shown: every header; of changes the beginning and the end of each stretch, and in between
/// definitions, error paths and what the question names; the context next to a shown change. Of generated files, changes of white
/// space only and changes that were shown before, only what the question names.
/// </summary>
internal sealed class DiffSelection
{
    private const int MaxExtras = 6;
    private const int MaxPerTerm = 24;
    private const int MinHidden = 3;
    private const int HeadOfMessage = 10;

    private readonly DiffBlock _block;
    private readonly bool[] _isShown;
    private readonly TermRanking? _ranking;
    private readonly int[] _taken = new int[TermRanking.MaxTerms];
    private readonly Dictionary<ulong, int> _bodies = [];
    private readonly int _head;
    private readonly int _tail;

    private DiffSelection(ReadOnlySpan<byte> content, DiffBlock block, Anchors anchors)
    {
        _block = block;
        _isShown = new bool[block.Kinds.Length];
        Folds = new HunkFold[block.HunkCount];
        int changed = block.Added + block.Removed;
        (_head, _tail) = changed <= 150 ? (16, 4) : changed <= 800 ? (8, 2) : (5, 1);
        if (anchors.Terms.Count > 0)
        {
            var passages = new Range[block.Kinds.Length];
            for (int i = 0; i < passages.Length; i++)
            {
                passages[i] = block.Lines.Start(i)..block.Lines.Start(i + 1);
            }

            _ranking = TermRanking.Of(content, passages, anchors.Terms);
            UsedAnchors = anchors.Where(term => _ranking.PassagesWith(term) > 0);
        }
    }

    /// <value>Why the lines of a hunk are left out as a whole, by the number of the hunk.</value>
    public HunkFold[] Folds { get; }

    /// <value>The anchors that match.</value>
    public Anchors UsedAnchors { get; } = Anchors.None;

    /// <summary>Chooses.</summary>
    public static DiffSelection Choose(ReadOnlySpan<byte> content, DiffBlock block, Anchors anchors, CancellationToken cancellationToken)
    {
        var selection = new DiffSelection(content, block, anchors);
        int hunk = 0;
        int done = 0;
        foreach (DiffFile file in block.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            selection.ChooseMessage(content, done, file.First);
            selection._isShown.AsSpan(file.First..file.HeaderEnd).Fill(true);
            bool isGenerated = GeneratedFiles.Contains(DiffNames.Path(content, block, file));
            foreach (DiffHunk part in file.Hunks)
            {
                selection.ChooseHunk(content, part, hunk++, isGenerated);
            }

            done = file.End;
        }

        selection.ChooseMessage(content, done, block.Kinds.Length);
        return selection;
    }

    /// <summary>Whether a line is shown as it stands.</summary>
    public bool IsShown(int line) => _isShown[line];

    // A commit's header and the beginning of its message; of long text, what reports an error too.
    private void ChooseMessage(ReadOnlySpan<byte> content, int first, int end)
    {
        int length = 0;
        for (int i = first; i < end; i++)
        {
            ReadOnlySpan<byte> line = _block.Lines[content, i];
            length = line.StartsWith("commit "u8) || line.StartsWith("From "u8) ? 0 : length + 1;
            _isShown[i] = length <= HeadOfMessage || IsNamed(i) || Severity.Of(line, stamped: false) == LogLevel.Error;
        }
    }

    private void ChooseHunk(ReadOnlySpan<byte> content, DiffHunk part, int hunk, bool isGenerated)
    {
        _isShown[part.Header] = true;
        int first = part.Header + 1;
        Folds[hunk] = isGenerated ? HunkFold.Generated
            : IsWhiteSpaceOnly(content, first, part.End) ? HunkFold.WhiteSpace
            : FindRepeat(content, first, part.End);
        for (int i = first; i < part.End;)
        {
            int end = i + 1;
            while (end < part.End && _block.Kinds[end] == _block.Kinds[i])
            {
                end++;
            }

            ChooseStretch(content, i, end, Folds[hunk].Kind != HunkFoldKind.None);
            i = end;
        }

        ChooseContext(first, part.End);
    }

    // A stretch of lines of one kind.
    private void ChooseStretch(ReadOnlySpan<byte> content, int first, int end, bool isFolded)
    {
        bool isChange = _block.Kinds[first] is DiffLineKind.Added or DiffLineKind.Removed;
        bool isShort = end - first <= _head + _tail + MinHidden;
        int extras = 0;
        for (int i = first; i < end; i++)
        {
            bool isPicked = isChange && !isFolded && (isShort || i < first + _head || i >= end - _tail);
            if (!isPicked && isChange && !isFolded && extras < MaxExtras && IsTelling(_block.Lines[content, i][1..]))
            {
                isPicked = true;
                extras++;
            }

            _isShown[i] = isPicked || (_block.Kinds[i] == DiffLineKind.NoNewline && !isFolded) || IsNamed(i);
        }
    }

    // One line of context on each side of a shown change, and no gap of a single line.
    private void ChooseContext(int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            bool isBeside = (i > first && IsShownChange(i - 1)) || (i + 1 < end && IsShownChange(i + 1));
            _isShown[i] |= _block.Kinds[i] == DiffLineKind.Context && isBeside;
        }

        for (int i = first + 1; i + 1 < end; i++)
        {
            _isShown[i] |= _isShown[i - 1] && _isShown[i + 1];
        }
    }

    private bool IsShownChange(int line) => _isShown[line] && _block.Kinds[line] != DiffLineKind.Context;

    private bool IsNamed(int line)
    {
        bool isNamed = false;
        for (ulong rest = _ranking?.Terms(line) ?? 0; rest != 0; rest &= rest - 1)
        {
            int term = BitOperations.TrailingZeroCount(rest);
            isNamed |= _taken[term]++ < MaxPerTerm;
        }

        return isNamed;
    }

    private static bool IsTelling(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> trimmed = text.TrimStart(" \t"u8);
        return HitTexts.IsDefinition(trimmed) || trimmed.StartsWith("throw "u8) || trimmed.StartsWith("raise "u8) || trimmed.StartsWith("catch"u8)
            || trimmed.StartsWith("} catch"u8) || trimmed.StartsWith("except"u8) || trimmed.StartsWith("panic"u8)
            || Severity.Of(trimmed, stamped: false) == LogLevel.Error;
    }

    // The first hunk with the same lines.
    private HunkFold FindRepeat(ReadOnlySpan<byte> content, int first, int end)
    {
        ReadOnlySpan<byte> body = _block.Lines.Verbatim(content, first, end);
        if (end - first < MinHidden || _bodies.TryAdd(LineTokens.Hash(body), first))
        {
            return default;
        }

        int earlier = _bodies[LineTokens.Hash(body)];
        int earlierEnd = earlier + end - first;
        bool isSame = earlierEnd <= first && _block.Lines.Verbatim(content, earlier, earlierEnd).SequenceEqual(body);
        return isSame ? new HunkFold(HunkFoldKind.Repeated, earlier) : default;
    }

    // Whether the removed and the added lines are the same but for their white space.
    private bool IsWhiteSpaceOnly(ReadOnlySpan<byte> content, int first, int end)
    {
        int removed = Next(DiffLineKind.Removed, first, end);
        int added = Next(DiffLineKind.Added, first, end);
        if (removed == end || added == end)
        {
            return false;
        }

        while (removed < end && added < end)
        {
            if (!EqualsButForSpace(_block.Lines[content, removed][1..], _block.Lines[content, added][1..]))
            {
                return false;
            }

            removed = Next(DiffLineKind.Removed, removed + 1, end);
            added = Next(DiffLineKind.Added, added + 1, end);
        }

        return removed == end && added == end;
    }

    private int Next(DiffLineKind kind, int from, int end)
    {
        while (from < end && _block.Kinds[from] != kind)
        {
            from++;
        }

        return from;
    }

    private static bool EqualsButForSpace(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        while (true)
        {
            left = left.TrimStart(" \t\r"u8);
            right = right.TrimStart(" \t\r"u8);
            int same = left.CommonPrefixLength(right);
            if (same == 0)
            {
                return left.IsEmpty && right.IsEmpty;
            }

            left = left[same..];
            right = right[same..];
        }
    }
}
