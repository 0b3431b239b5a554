using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Logs;

namespace Headroom.Compression.Json.Sampling;

/// <summary>
/// What has to stay visible of a long string: lines that report an error, a few of each shape with the lines around them and
/// the others counted, and lines with rare terms of the question.
/// </summary>
internal sealed class TextPassages
{
    private const int MaxOfShape = 3;
    private const int MaxWithContext = 2;
    private const int MaxFrames = 12;
    private const int MaxOfTerm = 8;
    private const int Overlap = 24;

    private readonly List<TextSegment> _segments;
    private readonly bool[] _shown;

    private TextPassages(List<TextSegment> segments)
    {
        _segments = segments;
        _shown = new bool[segments.Count];
    }

    /// <value>Whether anything in the string reports an error.</value>
    public bool HasErrors { get; private set; }

    /// <value>Lines left out that are like one that is shown.</value>
    public List<(TextFold Fold, List<TextSegment> Hidden)> Folds { get; } = [];

    /// <value>The passages that stay, in order.</value>
    public IEnumerable<TextSegment> Shown => _segments.Where((_, i) => _shown[i]);

    /// <summary>Finds the passages of a string.</summary>
    /// <param name="canonical">The string.</param>
    /// <param name="head">Where what is shown at the start ends.</param>
    /// <param name="tail">Where what is shown at the end starts.</param>
    /// <param name="anchors">The terms of the question.</param>
    /// <param name="usedTerms">Takes the terms that add a passage.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static TextPassages Find(
        ReadOnlySpan<byte> canonical, int head, int tail, Anchors anchors, HashSet<string> usedTerms, CancellationToken cancellationToken)
    {
        var passages = new TextPassages(TextSegments.Split(canonical));
        passages.ShowErrors(canonical, head, tail, cancellationToken);
        passages.ShowAnchored(canonical, head, tail, anchors, usedTerms, cancellationToken);
        return passages;
    }

    private void ShowErrors(ReadOnlySpan<byte> canonical, int head, int tail, CancellationToken cancellationToken)
    {
        var errors = new List<TextSegment>();
        var positions = new Dictionary<int, int>();
        for (int i = 0; i < _segments.Count; i++)
        {
            StampedLog.ThrowIfDue(i, cancellationToken);
            if (ReportsError(canonical, _segments[i]))
            {
                HasErrors = true;
                if (_segments[i].End > head && _segments[i].Start < tail)
                {
                    positions.Add(_segments[i].Start, i);
                    errors.Add(_segments[i]);
                }
            }
        }

        List<TextFold> folds = TextFold.Group(canonical, errors);
        foreach (TextFold fold in folds)
        {
            // One line more than the limit costs less than the note that would fold it.
            int take = fold.Segments.Count <= MaxOfShape + 1 ? fold.Segments.Count : MaxOfShape;
            for (int i = 0; i < take; i++)
            {
                Show(canonical, positions[fold.Segments[i].Start], i < MaxWithContext);
            }
        }

        foreach (TextFold fold in folds)
        {
            List<TextSegment> hidden = fold.Segments.FindAll(segment => !_shown[positions[segment.Start]]);
            if (hidden.Count > 0)
            {
                Folds.Add((fold, hidden));
            }
        }
    }

    private static bool ReportsError(ReadOnlySpan<byte> canonical, TextSegment segment)
    {
        // A word may lie across the cut of a long line.
        int start = segment.StartsLine ? segment.Start : Math.Max(0, segment.Start - Overlap);
        int end = segment.EndsLine ? segment.End : Math.Min(canonical.Length, segment.End + Overlap);
        ReadOnlySpan<byte> text = canonical[start..end];
        if (ErrorWords.IsIn(text) || FieldSignals.IsBadIn(text))
        {
            return true;
        }

        int stamp = segment.StartsLine ? TimeStamp.Length(text) : 0;
        return segment.StartsLine && Severity.Of(text[stamp..], stamp > 0) == LogLevel.Error;
    }

    private void Show(ReadOnlySpan<byte> canonical, int error, bool hasContext)
    {
        _shown[error] = true;
        if (!hasContext)
        {
            return;
        }

        _shown[Math.Max(0, error - 1)] = true;
        for (int i = error + 1; i < _segments.Count && i <= error + MaxFrames; i++)
        {
            ReadOnlySpan<byte> line = canonical[_segments[i].Start.._segments[i].End];
            if (i > error + 1 && !(line[0] == ' ' || line.StartsWith("\\t"u8) || line.StartsWith("at "u8)))
            {
                break;
            }

            _shown[i] = true;
        }
    }

    // Each term for itself, beside what is shown without a question: then a replay with only the terms used shows the same.
    private void ShowAnchored(
        ReadOnlySpan<byte> canonical, int head, int tail, Anchors anchors, HashSet<string> usedTerms, CancellationToken cancellationToken)
    {
        bool[] added = new bool[_segments.Count];
        foreach (string term in anchors.Terms)
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] lower = Encoding.UTF8.GetBytes(term);
            var matches = new List<int>();
            for (int i = 0; i < _segments.Count && matches.Count <= MaxOfTerm; i++)
            {
                if (LineSelection.ContainsIgnoringCase(canonical[_segments[i].Start.._segments[i].End], lower))
                {
                    matches.Add(i);
                }
            }

            if (matches.Count <= MaxOfTerm)
            {
                foreach (int match in matches.Where(match => !_shown[match] && _segments[match].End > head && _segments[match].Start < tail))
                {
                    added[match] = true;
                    usedTerms.Add(term);
                }
            }
        }

        for (int i = 0; i < added.Length; i++)
        {
            _shown[i] |= added[i];
        }
    }
}
