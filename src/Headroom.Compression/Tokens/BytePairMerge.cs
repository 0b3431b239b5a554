using System.Buffers;

namespace Headroom.Compression.Tokens;

/// <summary>
/// Counts the tokens of one piece by byte-pair merging: the adjacent pair of lowest rank, leftmost first, is merged until
/// no adjacent pair is a token. Short pieces scan for the minimum; long ones keep a heap.
/// </summary>
internal static class BytePairMerge
{
    /// <summary>Pieces are at most this long; a caller slices longer ones.</summary>
    public const int MaxPieceBytes = 4096;

    private const int ScanBytes = 96;

    /// <summary>The number of tokens in <paramref name="piece"/>, which is not empty.</summary>
    public static int Count(BytePairVocabulary vocabulary, ReadOnlySpan<byte> piece) =>
        piece.Length switch
        {
            1 => 1,
            <= ScanBytes => CountByScan(vocabulary, piece),
            _ => CountByHeap(vocabulary, piece),
        };

    private static int CountByScan(BytePairVocabulary vocabulary, ReadOnlySpan<byte> piece)
    {
        // Part i spans starts[i] to starts[i + 1]; ranks[i] is the rank of parts i and i + 1 together.
        Span<int> starts = stackalloc int[ScanBytes + 1];
        Span<int> ranks = stackalloc int[ScanBytes + 1];
        int parts = piece.Length;
        for (int i = 0; i < parts; i++)
        {
            starts[i] = i;
            ranks[i] = i + 1 < parts ? vocabulary.PairRank(piece[i], piece[i + 1]) : BytePairVocabulary.NoRank;
        }

        starts[parts] = parts;
        while (parts > 1)
        {
            int lowest = 0;
            int rank = ranks[0];
            for (int i = 1; i < parts - 1; i++)
            {
                if (ranks[i] < rank)
                {
                    rank = ranks[i];
                    lowest = i;
                }
            }

            if (rank == BytePairVocabulary.NoRank)
            {
                break;
            }

            starts[(lowest + 2)..(parts + 1)].CopyTo(starts[(lowest + 1)..]);
            ranks[(lowest + 2)..parts].CopyTo(ranks[(lowest + 1)..]);
            parts--;
            ranks[parts - 1] = BytePairVocabulary.NoRank;
            if (lowest + 1 < parts)
            {
                ranks[lowest] = vocabulary.Rank(piece[starts[lowest]..starts[lowest + 2]]);
            }

            if (lowest > 0)
            {
                ranks[lowest - 1] = vocabulary.Rank(piece[starts[lowest - 1]..starts[lowest + 1]]);
            }
        }

        return parts;
    }

    private static int CountByHeap(BytePairVocabulary vocabulary, ReadOnlySpan<byte> piece)
    {
        int length = piece.Length;
        int[] rented = ArrayPool<int>.Shared.Rent(3 * (length + 1));
        long[] rentedHeap = ArrayPool<long>.Shared.Rent(3 * length);
        Span<int> ends = rented.AsSpan(0, length + 1);
        Span<int> previous = rented.AsSpan(length + 1, length + 1);
        Span<int> ranks = rented.AsSpan(2 * (length + 1), length + 1);
        var heap = new RankHeap(rentedHeap);
        for (int i = 0; i < length; i++)
        {
            ends[i] = i + 1;
            previous[i] = i - 1;
            ranks[i] = i + 1 < length ? vocabulary.PairRank(piece[i], piece[i + 1]) : BytePairVocabulary.NoRank;
            heap.Push(ranks[i], i);
        }

        int parts = length;
        while (heap.TryPop(out int rank, out int start))
        {
            // A part that was merged away, or whose neighbour changed since, left an entry behind.
            if (ranks[start] != rank)
            {
                continue;
            }

            int merged = ends[start];
            ends[start] = ends[merged];
            ranks[merged] = BytePairVocabulary.NoRank;
            if (ends[start] < length)
            {
                previous[ends[start]] = start;
            }

            parts--;
            Rerank(vocabulary, piece, ends, ranks, start, ref heap);
            if (previous[start] >= 0)
            {
                Rerank(vocabulary, piece, ends, ranks, previous[start], ref heap);
            }
        }

        ArrayPool<int>.Shared.Return(rented);
        ArrayPool<long>.Shared.Return(rentedHeap);
        return parts;
    }

    private static void Rerank(
        BytePairVocabulary vocabulary, ReadOnlySpan<byte> piece, Span<int> ends, Span<int> ranks, int start, ref RankHeap heap)
    {
        int middle = ends[start];
        ranks[start] = middle < piece.Length ? vocabulary.Rank(piece[start..ends[middle]]) : BytePairVocabulary.NoRank;
        heap.Push(ranks[start], start);
    }

    /// <summary>A binary heap of (rank, start), lowest first; every merge pushes at most two entries.</summary>
    private ref struct RankHeap(Span<long> entries)
    {
        private readonly Span<long> _entries = entries;
        private int _count;

        public void Push(int rank, int start)
        {
            if (rank == BytePairVocabulary.NoRank)
            {
                return;
            }

            long entry = ((long)rank << 32) | (uint)start;
            int at = _count++;
            while (at > 0 && _entries[(at - 1) >> 1] > entry)
            {
                _entries[at] = _entries[(at - 1) >> 1];
                at = (at - 1) >> 1;
            }

            _entries[at] = entry;
        }

        public bool TryPop(out int rank, out int start)
        {
            if (_count == 0)
            {
                rank = start = 0;
                return false;
            }

            (rank, start) = ((int)(_entries[0] >> 32), (int)_entries[0]);
            long last = _entries[--_count];
            int at = 0;
            for (int child = 1; child < _count; child = (2 * at) + 1)
            {
                child += child + 1 < _count && _entries[child + 1] < _entries[child] ? 1 : 0;
                if (_entries[child] >= last)
                {
                    break;
                }

                _entries[at] = _entries[child];
                at = child;
            }

            _entries[at] = last;
            return true;
        }
    }
}
