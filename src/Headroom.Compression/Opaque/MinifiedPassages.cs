using System.Text;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Sequences;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Opaque;

/// <summary>The pieces of a long line that are shown: its beginning, its end, and what stands around rare terms of the question.</summary>
internal static class MinifiedPassages
{
    private const int Around = 80;
    private const int MaxPerTerm = 2;
    private const int MaxRare = 6;
    private const int MaxPieces = 12;
    private const long MaxWork = 1 << 28;

    /// <summary>Finds the pieces, in order and apart.</summary>
    public static List<Extent> Find(ReadOnlySpan<byte> text, int head, int tail, Anchors anchors, out Anchors used)
    {
        var pieces = new List<Extent> { new(0, Utf8Cut.Head(text, head).Length) };
        int end = text.Length - tail;
        while (end < text.Length && (text[end] & 0xC0) == 0x80)
        {
            end++;
        }

        pieces.Add(new Extent(end, text.Length));
        var usedTerms = new HashSet<int>();
        for (int term = 0; term < anchors.Terms.Count && (long)text.Length * (term + 1) <= MaxWork && pieces.Count < MaxPieces; term++)
        {
            List<int> places = Places(text[pieces[0].End..end], Encoding.UTF8.GetBytes(anchors.Terms[term]));
            foreach (int place in places.Count <= MaxRare ? places.Take(MaxPerTerm) : [])
            {
                int at = place + pieces[0].End;
                pieces.Add(new Extent(Math.Max(0, at - Around), Math.Min(text.Length, at + Around)));
                usedTerms.Add(term);
            }
        }

        used = anchors.Where(usedTerms.Contains);
        return Joined(text, pieces);
    }

    private static List<int> Places(ReadOnlySpan<byte> text, ReadOnlySpan<byte> term)
    {
        List<int> places = [];
        for (int from = 0; places.Count <= MaxRare;)
        {
            int found = IndexOfIgnoringCase(text[from..], term);
            if (found < 0)
            {
                break;
            }

            places.Add(from + found);
            from += found + term.Length;
        }

        return places;
    }

    // Terms are lower case.
    private static int IndexOfIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> term)
    {
        byte lower = term[0];
        byte upper = (byte)char.ToUpperInvariant((char)lower);
        for (int from = 0; from + term.Length <= text.Length;)
        {
            int found = text[from..].IndexOfAny(lower, upper);
            if (found < 0 || from + found + term.Length > text.Length)
            {
                return -1;
            }

            if (Ascii.EqualsIgnoreCase(text.Slice(from + found, term.Length), term))
            {
                return from + found;
            }

            from += found + 1;
        }

        return -1;
    }

    private static List<Extent> Joined(ReadOnlySpan<byte> text, List<Extent> pieces)
    {
        pieces.Sort((one, other) => one.Start.CompareTo(other.Start));
        List<Extent> joined = [];
        foreach (Extent piece in pieces)
        {
            int start = piece.Start;
            while (start > 0 && start < text.Length && (text[start] & 0xC0) == 0x80)
            {
                start--;
            }

            int end = piece.End;
            while (end < text.Length && (text[end] & 0xC0) == 0x80)
            {
                end++;
            }

            if (joined.Count > 0 && start <= joined[^1].End)
            {
                joined[^1] = new Extent(joined[^1].Start, Math.Max(joined[^1].End, end));
            }
            else
            {
                joined.Add(new Extent(start, end));
            }
        }

        return joined;
    }
}
