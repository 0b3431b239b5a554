using System.Numerics;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Json.Sampling;
using Headroom.Compression.Repeats;

namespace Headroom.Compression.Prose;

/// <summary>
/// Chooses the units of a text that stay: reports of errors, for every word of the question the best unit that has it, then the
/// best by rank and salience up to a budget; with them the headings under which they stand.
/// </summary>
internal sealed class SentenceSelection
{
    // Of a text up to this length a fixed share stays; of what is beyond it much less, since a question has one answer.
    private const int WholeShareBytes = 65_536;
    private const double ShareBeyond = 0.06;
    private const double BalancedShare = 0.24;
    private const double AggressiveShare = 0.16;

    // What fits far worse than the best is nothing that the question asks for.
    private const float MinOfBest = 0.1f;
    private const float OfSalience = 0.12f;

    // A failure is worth showing even where the question is about something else, if there is room.
    private const float OfError = 0.15f;

    // What the notes and the marker cost, where a caller says how much is to stay.
    private const double OfNotes = 0.06;

    private readonly IReadOnlyList<ProseUnit> _units;
    private readonly bool[] _isShown;
    private readonly HashSet<ulong> _shown = [];
    private long _budget;

    private SentenceSelection(IReadOnlyList<ProseUnit> units)
    {
        _units = units;
        _isShown = new bool[units.Count];
    }

    /// <value>The anchors that it depends on.</value>
    public Anchors UsedAnchors { get; private init; } = Anchors.None;

    /// <value>How many units are shown.</value>
    public int ShownCount { get; private set; }

    /// <summary>Whether a unit is shown.</summary>
    public bool IsShown(int unit) => _isShown[unit];

    /// <summary>Chooses.</summary>
    /// <param name="content">The text.</param>
    /// <param name="text">Its units.</param>
    /// <param name="ranking">How they fit the question; <c>null</c> where nothing is asked of them.</param>
    /// <param name="profile">How much should stay.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static SentenceSelection Choose(
        ReadOnlySpan<byte> content, ProseText text, SentenceRanking? ranking, CompressionProfile profile, CancellationToken cancellationToken)
    {
        var selection = new SentenceSelection(text.Units) { UsedAnchors = ranking?.UsedAnchors ?? Anchors.None };
        selection._budget = BudgetOf(content.Length, profile);
        float[] weights = selection.Weigh(content, ranking, cancellationToken, out float best);

        // Where a caller says how much is to stay, what fits worse fills it.
        float least = ranking is null || profile.TargetRatio is not null ? -1 : best * MinOfBest;
        selection.ChooseErrors(content);
        if (ranking is not null)
        {
            selection.ChooseNamed(content, ranking, weights);
        }

        selection.ChooseBest(content, weights, least, cancellationToken);
        selection.ChooseHeadings();
        return selection;
    }

    private static long BudgetOf(int bytes, CompressionProfile profile)
    {
        if (profile.TargetRatio is { } ratio)
        {
            return (long)(Math.Max(ratio - OfNotes, ratio / 2) * bytes);
        }

        double share = profile.ElidesCode ? AggressiveShare : BalancedShare;
        return (long)((Math.Min(bytes, WholeShareBytes) * share) + (Math.Max(0, bytes - WholeShareBytes) * ShareBeyond));
    }

    private float[] Weigh(ReadOnlySpan<byte> content, SentenceRanking? ranking, CancellationToken cancellationToken, out float best)
    {
        best = 0;
        for (int i = 0; ranking is not null && i < _units.Count; i++)
        {
            best = Math.Max(best, ranking.Score(i));
        }

        var weights = new float[_units.Count];
        float unit = ranking is null ? 1 : best * OfSalience;
        for (int i = 0; i < weights.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            float rank = ranking?.Score(i) ?? 0;
            bool hasError = ErrorWords.IsIn(_units[i].Of(content));
            bool beginsParagraph = i == 0 || _units[i - 1].Paragraph != _units[i].Paragraph;
            weights[i] = Math.Max(rank, hasError ? best * OfError : 0) + (unit * Salience.Of(_units[i].Of(content), beginsParagraph, hasError));
        }

        return weights;
    }

    private void ChooseErrors(ReadOnlySpan<byte> content)
    {
        for (int i = 0; i < _units.Count; i++)
        {
            if (Salience.ReportsError(_units[i].Of(content)))
            {
                Show(content, i);
            }
        }
    }

    private void ChooseNamed(ReadOnlySpan<byte> content, SentenceRanking ranking, float[] weights)
    {
        Span<int> best = stackalloc int[QueryTerms.MaxWords];
        best.Fill(-1);
        for (int i = 0; i < weights.Length; i++)
        {
            for (ulong rest = ranking.Words(i); rest != 0; rest &= rest - 1)
            {
                ref int chosen = ref best[BitOperations.TrailingZeroCount(rest)];
                chosen = chosen < 0 || weights[i] > weights[chosen] ? i : chosen;
            }
        }

        foreach (int i in best)
        {
            if (i >= 0 && _units[i].Length <= _budget)
            {
                Show(content, i);
            }
        }
    }

    private void ChooseBest(ReadOnlySpan<byte> content, float[] weights, float least, CancellationToken cancellationToken)
    {
        List<int> candidates = [];
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] > least && !_isShown[i] && _units[i].Kind != ProseUnitKind.Heading)
            {
                candidates.Add(i);
            }
        }

        // Equal weights stay in the order of the text.
        candidates.Sort((left, right) => weights[left] != weights[right] ? weights[right].CompareTo(weights[left]) : left.CompareTo(right));
        foreach (int i in candidates)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_budget <= 0)
            {
                break;
            }

            if (_units[i].Length <= _budget)
            {
                Show(content, i);
            }
        }
    }

    /// <summary>The heading above each unit that is shown, and the head of each table of which a row is shown.</summary>
    private void ChooseHeadings()
    {
        int heading = -1;
        for (int i = 0; i < _units.Count; i++)
        {
            if (_units[i].Kind == ProseUnitKind.Heading)
            {
                heading = i;
            }
            else if (_isShown[i])
            {
                Show(heading);
                heading = -1;
                int head = i;
                while (_units[i].Kind == ProseUnitKind.Line && head > 0 && _units[head - 1].Paragraph == _units[i].Paragraph && !_isShown[head - 1])
                {
                    head--;
                }

                if (head < i && (head == 0 || _units[head - 1].Paragraph != _units[i].Paragraph))
                {
                    Show(head);
                    Show(Math.Min(head + 1, i));
                }
            }
        }
    }

    // What says the same as a unit that is shown says nothing new.
    private void Show(ReadOnlySpan<byte> content, int unit)
    {
        if (!_isShown[unit] && _shown.Add(UnitHash.Of(_units[unit].Of(content))))
        {
            Show(unit);
        }
    }

    private void Show(int unit)
    {
        if (unit >= 0 && !_isShown[unit])
        {
            _isShown[unit] = true;
            ShownCount++;
            _budget -= _units[unit].Length;
        }
    }
}
