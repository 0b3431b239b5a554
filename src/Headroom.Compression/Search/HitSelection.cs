using System.Numerics;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Pooling;
using Headroom.Compression.Ranking;

namespace Headroom.Compression.Search;

/// <summary>
/// Chooses which hits are shown: errors and what the question names rarely, each text once; then the best of every file in
/// rounds, until a budget that grows with the block is spent. Best is what ranks high for the question, defines something,
/// stands first in its file or is rare.
/// </summary>
internal sealed class HitSelection : IDisposable
{
    /// <summary>A longer row is cut.</summary>
    public const int MaxRowBytes = 200;

    /// <summary>A longer row of an error, or one that the question names, is cut.</summary>
    public const int MaxSpecialRowBytes = 600;

    private const int MinBudget = 1_500;
    private const int MaxBudget = 36_000;
    private const int MaxPerFile = 5;
    private const int MaxPerTerm = 20;
    private const int RowOverhead = 12;

    private readonly SearchBlock _block;
    private readonly PooledList<bool> _isShown;
    private readonly PooledList<bool> _isSpecial;
    private readonly PooledList<int> _best;
    private readonly PooledList<double> _weights;

    private HitSelection(ReadOnlySpan<byte> content, SearchBlock block, Anchors anchors, CancellationToken cancellationToken)
    {
        _block = block;
        int count = block.Lines.Count;
        _isShown = PooledList<bool>.OfDefaults(count);
        _isSpecial = PooledList<bool>.OfDefaults(count);
        _best = PooledList<int>.OfDefaults(block.FileCount * MaxPerFile);
        _weights = PooledList<double>.OfDefaults(block.FileCount * MaxPerFile);
        _best.AsSpan().Fill(-1);
        Runs = SearchRuns.Find(content, block, cancellationToken);
        IsSummedUp = PooledList<bool>.OfDefaults(count);
        foreach (SearchRun run in Runs.All)
        {
            IsSummedUp.AsSpan()[run.First..run.End].Fill(true);
        }

        Texts = new HitTexts(content, block.Lines, IsSummedUp, cancellationToken);
        TermRanking? ranking = Rank(content, anchors);
        int budget = Math.Clamp(content.Length / 8, MinBudget, MaxBudget);
        ChooseErrors(content, budget);
        if (ranking is not null)
        {
            UsedAnchors = anchors.Where(term => ranking.PassagesWith(term) > 0);
            ChooseNamed(ranking);
        }

        ChooseBest(ranking, content, budget);
        ChooseNeighbours();
    }

    /// <value>Hits that are summed up as templates.</value>
    public SearchRuns Runs { get; }

    /// <value>Which lines belong to <see cref="Runs"/>.</value>
    public PooledList<bool> IsSummedUp { get; }

    /// <value>What is known of the texts.</value>
    public HitTexts Texts { get; }

    /// <value>The anchors that match.</value>
    public Anchors UsedAnchors { get; } = Anchors.None;

    /// <summary>Chooses.</summary>
    public static HitSelection Choose(ReadOnlySpan<byte> content, SearchBlock block, Anchors anchors, CancellationToken cancellationToken) =>
        new(content, block, anchors, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _isShown.Dispose();
        _isSpecial.Dispose();
        _best.Dispose();
        _weights.Dispose();
        IsSummedUp.Dispose();
        Runs.Dispose();
        Texts.Dispose();
    }

    /// <summary>Whether a line is shown as it stands.</summary>
    public bool IsShown(int line) => _isShown[line];

    /// <summary>How many bytes of a row are shown at most.</summary>
    public int MaxBytes(int line) => _isSpecial[line] ? MaxSpecialRowBytes : MaxRowBytes;

    private TermRanking? Rank(ReadOnlySpan<byte> content, Anchors anchors)
    {
        if (anchors.Terms.Count == 0)
        {
            return null;
        }

        var passages = new Range[_block.Lines.Count];
        for (int i = 0; i < passages.Length; i++)
        {
            SearchLine line = _block.Lines[i];
            passages[i] = line.IsFound ? line.TextStart..line.End : line.Start..line.Start;
        }

        return TermRanking.Of(content, passages, anchors.Terms);
    }

    // One of every kind of error, as far as an equal budget goes; the others are counted at their files.
    private void ChooseErrors(ReadOnlySpan<byte> content, int budget)
    {
        for (int i = 0; i < _isShown.Count && budget > 0; i++)
        {
            if (Texts.IsError(i) && Texts.IsFirstAlike(i))
            {
                _isShown[i] = _isSpecial[i] = true;
                budget -= Cost(_block.Lines[i], MaxSpecialRowBytes);
            }
        }
    }

    // Lines with a term of the question that few lines have.
    private void ChooseNamed(TermRanking ranking)
    {
        int[] taken = new int[TermRanking.MaxTerms];
        for (int i = 0; i < _isShown.Count; i++)
        {
            for (ulong rest = ranking.Terms(i); rest != 0; rest &= rest - 1)
            {
                int term = BitOperations.TrailingZeroCount(rest);
                if (ranking.PassagesWith(term) <= Math.Max(MaxPerTerm, _block.HitCount / 50) && taken[term]++ < MaxPerTerm)
                {
                    _isShown[i] = _isSpecial[i] = true;
                }
            }
        }
    }

    private void ChooseBest(TermRanking? ranking, ReadOnlySpan<byte> content, int budget)
    {
        int lastFile = -1;
        for (int i = 0; i < _isShown.Count; i++)
        {
            SearchLine line = _block.Lines[i];
            if (line.Kind != SearchLineKind.Hit || IsSummedUp[i])
            {
                continue;
            }

            bool isFirstInFile = line.File != lastFile;
            lastFile = line.File;
            int alike = Texts.Alike(i);
            if (_isShown[i] || !Texts.IsFirst(i) || (alike > 3 && !Texts.IsFirstAlike(i)))
            {
                continue;
            }

            double weight = (isFirstInFile ? 0.5 : 0) + (1.0 / BitOperations.Log2((uint)alike + 1)) + (2 * (ranking?.Score(i) ?? 0));
            Offer(line.File, i, HitTexts.IsDefinition(content[line.TextStart..line.End]) ? weight + 1 : weight);
        }

        using var offers = new PooledList<Offered>(_block.FileCount);
        for (int round = 0; round < MaxPerFile && budget > 0; round++)
        {
            offers.Clear();
            for (int at = round; at < _best.Count; at += MaxPerFile)
            {
                if (_best[at] >= 0)
                {
                    offers.Add(new Offered(_weights[at], at));
                }
            }

            offers.AsSpan().Sort();
            for (int i = 0; i < offers.Count && budget > 0; i++)
            {
                int hit = _best[offers[i].Place];
                _isShown[hit] = true;
                budget -= Cost(_block.Lines[hit], MaxRowBytes);
            }
        }
    }

    // Keeps the best of a file, the best first and the earlier before the later.
    private void Offer(int file, int hit, double weight)
    {
        Span<int> best = _best.AsSpan().Slice(file * MaxPerFile, MaxPerFile);
        Span<double> weights = _weights.AsSpan().Slice(file * MaxPerFile, MaxPerFile);
        for (int place = MaxPerFile - 1; place >= 0; place--)
        {
            if (best[place] >= 0 && weights[place] >= weight)
            {
                break;
            }

            if (place + 1 < MaxPerFile)
            {
                (best[place + 1], weights[place + 1]) = (best[place], weights[place]);
            }

            (best[place], weights[place]) = (hit, weight);
        }
    }

    // The lines beside a shown hit.
    private void ChooseNeighbours()
    {
        for (int i = 0; i < _isShown.Count && _block.ContextCount > 0; i++)
        {
            if (_isShown[i] && _block.Lines[i].Kind == SearchLineKind.Hit)
            {
                _isShown[i - 1 < 0 ? i : i - 1] |= i > 0 && _block.Lines[i - 1].Kind == SearchLineKind.Context;
                _isShown[i + 1 < _isShown.Count ? i + 1 : i] |= i + 1 < _isShown.Count && _block.Lines[i + 1].Kind == SearchLineKind.Context;
            }
        }
    }

    // The heaviest first, and of equal ones that of the earlier file.
    private readonly record struct Offered(double Weight, int Place) : IComparable<Offered>
    {
        public int CompareTo(Offered other) => Weight != other.Weight ? other.Weight.CompareTo(Weight) : Place.CompareTo(other.Place);
    }

    private static int Cost(SearchLine line, int maxBytes) => Math.Min(line.End - line.RowStart, maxBytes) + RowOverhead;
}
